/** Texts to search: the files of the artefacts, and everything on a Temporal server. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client, type Connection } from '@temporalio/client'

export interface FoundText {
  readonly kind: 'file' | 'history' | 'workflow' | 'schedule'
  readonly where: string
  readonly text: string
}

/** Every file below the folder; none if the folder does not exist. */
export async function* textsOfFiles(folder: string): AsyncGenerator<FoundText> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const where = join(entry.parentPath, entry.name)
    yield { kind: 'file', where, text: await readFile(where, 'utf8') }
  }
}

export async function namespacesOf(connection: Connection): Promise<string[]> {
  const names: string[] = []
  let nextPageToken: Uint8Array | null = null
  do {
    const page: Awaited<ReturnType<typeof connection.workflowService.listNamespaces>> =
      await connection.workflowService.listNamespaces({ pageSize: 100, nextPageToken })
    names.push(...page.namespaces.map(({ namespaceInfo }) => namespaceInfo?.name ?? ''))
    nextPageToken = page.nextPageToken.length > 0 ? page.nextPageToken : null
  } while (nextPageToken !== null)
  return names.filter((name) => name !== 'temporal-system')
}

/**
 * The history and the description of each workflow, and the description of each Schedule. A workflow's description
 * includes its memo, search attributes and failures of pending activities. Schedules are also workflows internally.
 */
export async function* textsOfNamespace(
  connection: Connection,
  namespace: string,
): AsyncGenerator<FoundText> {
  const client = new Client({ connection, namespace })
  for (const query of [undefined, "TemporalNamespaceDivision = 'TemporalScheduler'"]) {
    for await (const { workflowId, runId } of client.workflow.list(query ? { query } : {})) {
      const where = `${namespace} ${workflowId} ${runId}`
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory()
      yield { kind: 'history', where, text: readable(history) }
      const described = await connection.workflowService.describeWorkflowExecution({
        namespace,
        execution: { workflowId, runId },
      })
      yield { kind: 'workflow', where, text: readable(described) }
    }
  }
  for await (const { scheduleId } of client.schedule.list()) {
    const described = await connection.workflowService.describeSchedule({ namespace, scheduleId })
    yield { kind: 'schedule', where: `${namespace} ${scheduleId}`, text: readable(described) }
  }
}

/** The message as JSON with payload bytes decoded as text. The messages' own toJSON writes them as base64. */
export function readable(message: object): string {
  return JSON.stringify(withText(message))
}

function withText(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8')
  if (Array.isArray(value)) return value.map(withText)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, withText(inside)]))
}
