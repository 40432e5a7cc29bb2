// Prepares a Temporal namespace, embedded or external: its retention and our search attributes.
// Safe to run at every start and in several processes at once; it never lowers or removes anything.
import { setTimeout as delay } from 'node:timers/promises'
import { isGrpcServiceError } from '@temporalio/client'
import type { Connection } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time.js'
// CommonJS whose named exports Node cannot detect, hence the default import.
import proto from '@temporalio/proto'
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes.ts'

const RETENTION_DAYS = 30
const USABLE_PATIENCE_MS = 60_000
// gRPC status codes: https://grpc.github.io/grpc/core/md_doc_statuscodes.html
const INVALID_ARGUMENT = 3
const ALREADY_EXISTS = 6
const PERMISSION_DENIED = 7

const KEYWORD = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD

/**
 * Raises the namespace's retention to 30 days, registers missing search attributes and waits until queries accept
 * them. If the connection's identity may not change the namespace, the error names the command to run.
 */
export async function prepareNamespace(connection: Connection, namespace: string): Promise<void> {
  await raiseRetention(connection, namespace)
  await addMissingSearchAttributes(connection, namespace)
  await waitUntilUsable(connection, namespace)
}

async function raiseRetention(connection: Connection, namespace: string): Promise<void> {
  const { config } = await connection.workflowService.describeNamespace({ namespace })
  const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0)
  if (seconds >= RETENTION_DAYS * 24 * 3600) return
  await withAdvice(
    `raise the retention of the Temporal namespace "${namespace}" to ${RETENTION_DAYS} days`,
    `temporal operator namespace update --retention ${RETENTION_DAYS}d --namespace ${namespace}`,
    () =>
      connection.workflowService.updateNamespace({
        namespace,
        config: { workflowExecutionRetentionTtl: msToTs(`${RETENTION_DAYS} days`) },
      }),
  )
}

async function addMissingSearchAttributes(
  connection: Connection,
  namespace: string,
): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace })
  const missing = Object.values(SEARCH_ATTRIBUTES).filter((name) => !(name in customAttributes))
  if (missing.length === 0) return
  const command = missing.map((name) => `--name ${name} --type Keyword`).join(' ')
  await withAdvice(
    `register the search attributes ${missing.join(', ')} in the Temporal namespace "${namespace}"`,
    `temporal operator search-attribute create ${command} --namespace ${namespace}`,
    async () => {
      try {
        await connection.operatorService.addSearchAttributes({
          namespace,
          searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
        })
      } catch (error) {
        // Another process of the service has registered them first.
        if (!hasStatus(error, ALREADY_EXISTS)) throw error
      }
    },
  )
}

/** It takes up to about ten seconds until workflows and queries may use a new attribute. */
async function waitUntilUsable(connection: Connection, namespace: string): Promise<void> {
  const query = Object.values(SEARCH_ATTRIBUTES)
    .map((name) => `${name} = 'none'`)
    .join(' AND ')
  const deadline = performance.now() + USABLE_PATIENCE_MS
  for (;;) {
    try {
      await connection.workflowService.countWorkflowExecutions({ namespace, query })
      return
    } catch (error) {
      if (!hasStatus(error, INVALID_ARGUMENT)) throw error
      if (performance.now() > deadline) {
        throw new Error(
          `The search attributes ${Object.values(SEARCH_ATTRIBUTES).join(', ')} are registered in the Temporal ` +
            `namespace "${namespace}" but not usable after ${USABLE_PATIENCE_MS / 1000} s. Are they of type Keyword?`,
          { cause: error },
        )
      }
      await delay(250)
    }
  }
}

async function withAdvice(
  what: string,
  command: string,
  change: () => Promise<unknown>,
): Promise<void> {
  try {
    await change()
  } catch (error) {
    if (!hasStatus(error, PERMISSION_DENIED)) throw error
    throw new Error(`Not permitted to ${what}. Ask its administrator to run: ${command}`, {
      cause: error,
    })
  }
}

function hasStatus(error: unknown, code: number): boolean {
  return isGrpcServiceError(error) && Number(error.code) === code
}
