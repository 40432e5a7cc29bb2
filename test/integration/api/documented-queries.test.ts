/** Runs the manual's queries on a real Temporal server: each finds what the manual says. No worker runs. */
import { Client, Connection } from '@temporalio/client'
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import proto from '@temporalio/proto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { ACCOUNT_STATES } from '../../../src/contracts/account-state.ts'
import { RUN_OUTCOMES } from '../../../src/contracts/run.ts'
import { SEARCH_ATTRIBUTES } from '../../../src/contracts/search-attributes.ts'
import { WORKFLOW_TYPES } from '../../../src/contracts/temporal-names.ts'
import { freshNamespace } from '../../support/fixtures/service-fixture.ts'
import { otherQueries, savedQueries } from '../../support/temporal/manual-queries.ts'

const SOON = { timeout: 30_000, interval: 100 }
/** A status code of gRPC: https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const INVALID_ARGUMENT = 3
const ACCOUNT = '22950'
const OTHER_ACCOUNT = '23050'
const { account, accountSync, accountBackfill, accountCompare, notice } = WORKFLOW_TYPES

/** The saved queries by their names in the manual, with the ids of the workflows that each must find. */
const FINDS: Readonly<Record<string, readonly string[]>> = {
  'accounts that need a relink': ['needsRelink'],
  'accounts that fail': ['failing'],
  'accounts that wait for quota': ['waitingForQuota'],
  'accounts that are paused': ['paused'],
  'all accounts not in order': ACCOUNT_STATES.filter((state) => state !== 'active'),
  'runs with rejected rows': ['ended rejections'],
  'failed runs': ['ended failed'],
  'runs that left rows waiting': ['ended incomplete'],
  'runs that were ended by force': ['run by force', 'backfill by force'],
  'runs of one account': [
    ...['run at work', 'backfill at work', 'comparison at work'],
    ...['run by force', 'backfill by force'],
  ],
  'runs under way': ['run at work'],
  'backfills under way': ['backfill at work'],
  'comparisons under way': ['comparison at work'],
  'notices not delivered': ['notice under way', 'notice by force'],
}

let connection: Connection
let client: Client
beforeAll(async () => {
  connection = await Connection.connect({ address: inject('temporalAddress') })
  client = new Client({ connection, namespace: await freshNamespace() })
  const controllers = ACCOUNT_STATES.map((state) => start(account, state, { accountState: state }))
  const runs = RUN_OUTCOMES.map(async (outcome) => {
    const id = `ended ${outcome}`
    await start(accountSync, id, { on24ClientId: OTHER_ACCOUNT, syncOutcome: outcome })
    await complete(id)
  })
  await Promise.all([
    ...controllers,
    ...runs,
    start(account, 'account before', { accountState: 'needsRelink' }).then(terminate),
    start(accountSync, 'run at work'),
    start(accountSync, 'run by force').then(terminate),
    start(accountBackfill, 'backfill at work'),
    start(accountCompare, 'comparison at work'),
    start(accountBackfill, 'backfill by force').then(terminate),
    start(notice, 'notice under way'),
    start(notice, 'notice by force').then(terminate),
    start(notice, 'notice delivered').then(complete),
  ])
})
afterAll(() => connection.close())

/** Starts a workflow on a task queue of its own. Returns the workflow's id. */
async function start(
  type: string,
  workflowId: string,
  attributes: Partial<Record<keyof typeof SEARCH_ATTRIBUTES, string>> = {},
): Promise<string> {
  const typedSearchAttributes = Object.entries({ on24ClientId: ACCOUNT, ...attributes }).map(
    ([name, value]) => ({ key: keyOf(name), value }),
  )
  await client.workflow.start(type, { workflowId, taskQueue: workflowId, typedSearchAttributes })
  return workflowId
}

function keyOf(name: string) {
  const found = Object.entries(SEARCH_ATTRIBUTES).find(([key]) => key === name)
  return defineSearchAttributeKey(found?.[1] ?? expect.fail(name), SearchAttributeType.KEYWORD)
}

async function terminate(workflowId: string): Promise<void> {
  await client.workflow.getHandle(workflowId).terminate()
}

/** Completes the workflow the way a worker would. */
async function complete(workflowId: string): Promise<void> {
  const { namespace } = client.options
  const taskQueue = { name: workflowId }
  // A poll without a deadline is refused.
  const { taskToken } = await client.withDeadline(Date.now() + SOON.timeout, () =>
    client.workflowService.pollWorkflowTaskQueue({ namespace, taskQueue }),
  )
  const { COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION } = proto.temporal.api.enums.v1.CommandType
  await client.workflowService.respondWorkflowTaskCompleted({
    namespace,
    taskToken,
    commands: [
      {
        commandType: COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION,
        completeWorkflowExecutionCommandAttributes: {},
      },
    ],
  })
}

async function found(query: string): Promise<string[]> {
  const ids: string[] = []
  for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId)
  return ids.sort()
}

/** Sends a query about Schedules to the list of Schedules, and any other to the list of workflows. */
async function look(query: string): Promise<void> {
  if (!query.startsWith('TemporalSchedule')) await found(query)
  else for await (const { scheduleId } of client.schedule.list({ query })) expect.fail(scheduleId)
}

test('every query to be saved finds what the manual says, and nothing else', async () => {
  const queries = savedQueries()
  expect([...queries.keys()].sort()).toEqual(Object.keys(FINDS).sort())
  for (const [find, query] of queries) {
    await expect.poll(() => found(query), SOON).toEqual([...(FINDS[find] ?? [])].sort())
  }
})

test('every other query in the manual is one that the server takes', async () => {
  const queries = otherQueries()
  expect(queries.length).toBeGreaterThanOrEqual(3)
  for (const query of queries) await look(query)
  for (const query of ['AcountState = "paused"', 'TemporalSchedulesPaused = true']) {
    await expect(look(query)).rejects.toMatchObject({ cause: { code: INVALID_ARGUMENT } })
  }
})
