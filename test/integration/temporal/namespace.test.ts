import { randomUUID } from 'node:crypto'
import { Connection } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time.js'
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { freePort } from '../../../src/embedded/free-port.ts'
import { connectClient } from '../../../src/temporal/connection.ts'
import { prepareNamespace } from '../../../src/temporal/namespace.ts'

let connection: Connection
let namespace: string

/** A namespace as an administrator creates it: one day of retention and none of our search attributes. */
beforeEach(async () => {
  connection = await Connection.connect({ address: inject('temporalAddress') })
  namespace = `test-${randomUUID()}`
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  })
  // A new namespace appears in the server's caches with a delay.
  await vi.waitUntil(
    () => connection.operatorService.listSearchAttributes({ namespace }).catch(() => false),
    { timeout: 30_000, interval: 100 },
  )
})
afterEach(() => connection.close())

const retentionDays = async () => {
  const { config } = await connection.workflowService.describeNamespace({ namespace })
  return Number(config?.workflowExecutionRetentionTtl?.seconds) / (24 * 3600)
}

const permissionDenied = () =>
  Object.assign(new Error('7 PERMISSION_DENIED'), { code: 7, details: '', metadata: {} })

describe('a namespace on an external server', () => {
  test('gets 30 days of retention and search attributes that queries may use at once', async () => {
    await prepareNamespace(connection, namespace)
    expect(await retentionDays()).toBe(30)
    const { count } = await connection.workflowService.countWorkflowExecutions({
      namespace,
      query: `On24ClientId = '1' AND SyncOutcome = 'complete' AND AccountState = 'active'`,
    })
    expect(Number(count)).toBe(0)
  })

  test('is prepared by several processes at once without an error', async () => {
    await Promise.all([1, 2, 3].map(() => prepareNamespace(connection, namespace)))
    expect(await retentionDays()).toBe(30)
  })

  test('keeps a longer retention', async () => {
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: msToTs('90 days') },
    })
    await vi.waitUntil(async () => (await retentionDays()) === 90, { timeout: 10_000 })
    await prepareNamespace(connection, namespace)
    expect(await retentionDays()).toBe(90)
  })

  test('that the service may not change: the error is the command for its administrator', async () => {
    vi.spyOn(connection.workflowService, 'updateNamespace').mockRejectedValueOnce(
      permissionDenied(),
    )
    await expect(prepareNamespace(connection, namespace)).rejects.toThrow(
      `temporal operator namespace update --retention 30d --namespace ${namespace}`,
    )
  })

  test('whose search attributes the service may not add: the error is the command that adds all of them', async () => {
    vi.spyOn(connection.operatorService, 'addSearchAttributes').mockRejectedValueOnce(
      permissionDenied(),
    )
    await expect(prepareNamespace(connection, namespace)).rejects.toThrow(
      'temporal operator search-attribute create --name On24ClientId --type Keyword ' +
        '--name SyncOutcome --type Keyword --name AccountState --type Keyword',
    )
  })
})

test('a Temporal server that does not answer is named with the setting to check', async () => {
  const address = `127.0.0.1:${await freePort()}`
  await expect(connectClient({ connection: { address }, namespace: 'default' })).rejects.toThrow(
    `Temporal does not answer on ${address}: check TEMPORAL_ADDRESS`,
  )
})
