/** Work of operators has slots that runs cannot take, and a run that waits for a slot for hours does not time out. */
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { RunProgress } from '../../../src/contracts/sync-activities.ts'
import { controllerId, TASK_QUEUES, WORKFLOW_TYPES } from '../../../src/contracts/temporal-names.ts'
import { createControllers } from '../../../src/temporal/controllers.ts'
import { pause, status } from '../../../workflows/messages.ts'
import { freshNamespace } from '../../support/fixtures/service-fixture.ts'
import { startStubbedWorkersIn } from '../../support/fixtures/stubbed-workers-fixture.ts'
import { installRuntimeOnce } from '../../support/servers/temporal-runtime.ts'
import { TEST_NAMING } from '../../support/temporal/test-naming.ts'

const SOON = { timeout: 30_000, interval: 50 }
const ACTIVE = { state: 'active', reason: null, since: null } as const
const HOUR_S = 3600

beforeAll(installRuntimeOnce)

test('a pause is executed while runs take every slot, and the runs that wait have hours', async () => {
  const begun = Promise.withResolvers<undefined>()
  const working = Promise.withResolvers<RunProgress>()
  const { client, stop } = await startStubbedWorkersIn(
    await freshNamespace(),
    {
      beginRun() {
        begun.resolve(undefined)
        return working.promise
      },
      keepLinkAlive: () => Promise.resolve({ againInSeconds: HOUR_S }),
      operate: () => Promise.resolve({ result: 'done', detail: 'It was done.', standing: ACTIVE }),
    },
    { slots: { activities: 1, operatorActivities: 1 } },
  )
  onTestFinished(stop)
  const start = (id: string) =>
    client.workflow.start(WORKFLOW_TYPES.accountSync, {
      taskQueue: TASK_QUEUES.workflows,
      workflowId: `account-sync/${id}`,
      args: [{ on24ClientId: id }],
    })
  const first = await start('1')
  await begun.promise
  const second = await start('2')
  const waiting = async () => (await second.describe()).raw.pendingActivities?.[0]
  await expect.poll(waiting, SOON).toMatchObject({ state: 1 })

  await createControllers(client, HOUR_S, TEST_NAMING).ensure('2')
  const controller = client.workflow.getHandle(controllerId('2'))
  await controller.signal(pause)
  const results = async () => (await controller.query(status)).signals.map(({ result }) => result)
  await expect.poll(results, SOON).toEqual(['done'])

  const { events } = await second.fetchHistory()
  const [scheduled] = (events ?? []).flatMap(
    ({ activityTaskScheduledEventAttributes: attributes }) => attributes ?? [],
  )
  expect(Number(scheduled?.scheduleToStartTimeout?.seconds ?? 0)).toBeGreaterThanOrEqual(
    24 * HOUR_S,
  )
  expect(Number(scheduled?.scheduleToCloseTimeout?.seconds)).toBeGreaterThanOrEqual(24 * HOUR_S)
  for (const run of [first, second]) await run.terminate()
  working.resolve({ webinarsToRead: 0, webinarsToDeliver: 0, isPaused: false })
})
