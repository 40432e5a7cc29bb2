import { Client } from 'pg'
import { Connection } from '@temporalio/client'
import { expect, inject, test } from 'vitest'
import { emptyDatabase } from '../../support/servers/postgres.ts'

test('the run’s Temporal server keeps workflows for 30 days and knows our search attributes', async () => {
  const connection = await Connection.connect({ address: inject('temporalAddress') })
  try {
    const { config } = await connection.workflowService.describeNamespace({ namespace: 'default' })
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 3600)
    const { customAttributes } = await connection.operatorService.listSearchAttributes({
      namespace: 'default',
    })
    expect(Object.keys(customAttributes)).toEqual(
      expect.arrayContaining(['On24ClientId', 'SyncOutcome', 'AccountState']),
    )
  } finally {
    await connection.close()
  }
})

test('each test gets a PostgreSQL database of its own', async (context) => {
  const urls = [await emptyDatabase(context), await emptyDatabase(context)]
  const counts = await Promise.all(
    urls.map(async (connectionString) => {
      const client = new Client({ connectionString })
      await client.connect()
      await client.query('CREATE TABLE only_here (n int)')
      const { rows } = await client.query<{ n: string }>(
        `SELECT count(*) AS n FROM pg_tables WHERE tablename = 'only_here'`,
      )
      await client.end()
      return Number(rows[0]?.n)
    }),
  )
  expect(counts).toEqual([1, 1])
})
