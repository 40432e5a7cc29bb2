/** How workflows call activities: time limits, retries and task queue of each. */
import { type ActivityOptions, proxyActivities } from '@temporalio/workflow'
import type { Activities } from '../activities/index.ts'
import { TASK_QUEUES } from '../src/contracts/temporal-names.ts'

const RETRY = { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '5m' } as const

/** Activities receive a cancellation with a heartbeat. Short, so that a pause or a lost worker is noticed soon. */
const HEARTBEAT = '10s'

/**
 * A cancelled run must wait for an activity that still has an answer to store. Set explicitly, because only the SDK's
 * documentation says that it is the default.
 */
const WAIT_FOR_THE_END = 'WAIT_CANCELLATION_COMPLETED'

/**
 * As long as a run may take: an activity that waits behind those of other accounts must not time out before it has
 * begun. How long one is tried is limited by the worker: activities/longest-trying.ts.
 */
const WITH_ITS_QUEUE = '24h'

/** Works through many webinars. */
const VENDOR_WORK: ActivityOptions = {
  taskQueue: TASK_QUEUES.vendors,
  scheduleToCloseTimeout: WITH_ITS_QUEUE,
  heartbeatTimeout: HEARTBEAT,
  cancellationType: WAIT_FOR_THE_END,
  retry: RETRY,
}

/** Uses only the store. Retried for longer than a database outage lasts. */
const BOOKKEEPING: ActivityOptions = {
  taskQueue: TASK_QUEUES.vendors,
  scheduleToCloseTimeout: WITH_ITS_QUEUE,
  startToCloseTimeout: '10m',
  heartbeatTimeout: HEARTBEAT,
  retry: RETRY,
}

/**
 * What operators wait for does not queue behind runs and backfills, however many of these there are: the worker of the
 * workflows has slots for it.
 */
const NOT_BEHIND_RUNS = TASK_QUEUES.workflows

/** One cheap call; its caller repeats it an hour later. */
const PROBE: ActivityOptions = {
  taskQueue: NOT_BEHIND_RUNS,
  scheduleToCloseTimeout: '10m',
  retry: RETRY,
}

/** One or two token calls. Not retried before the next day: there are many days left, but few sign-ins. */
const KEEPING: ActivityOptions = {
  taskQueue: NOT_BEHIND_RUNS,
  startToCloseTimeout: '10m',
  retry: { maximumAttempts: 1 },
}

/**
 * A few calls to Temporal and the store. Limited, so that an operation that never succeeds does not block those behind
 * it for ever; its requester sees that it failed.
 */
const OPERATING: ActivityOptions = {
  taskQueue: NOT_BEHIND_RUNS,
  scheduleToCloseTimeout: '1h',
  startToCloseTimeout: '1m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
}

/** Uses only the store. Retried without limit, so that no requested operation is lost. */
const STORING: ActivityOptions = {
  taskQueue: NOT_BEHIND_RUNS,
  startToCloseTimeout: '1m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '10s' },
}

/** Retried for seven days until every channel of notices has accepted the notice. */
const NOTIFYING: ActivityOptions = {
  taskQueue: NOT_BEHIND_RUNS,
  scheduleToCloseTimeout: '7d',
  startToCloseTimeout: '1m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1h' },
}

/** The options of every activity. */
const OPTIONS: Readonly<Record<keyof Activities, ActivityOptions>> = {
  beginRun: VENDOR_WORK,
  planBackfill: VENDOR_WORK,
  planComparison: VENDOR_WORK,
  readWebinars: VENDOR_WORK,
  compareWebinars: VENDOR_WORK,
  deliverWebinars: VENDOR_WORK,
  finishRun: BOOKKEEPING,
  giveUpNotice: { ...BOOKKEEPING, taskQueue: NOT_BEHIND_RUNS },
  probeActOn: PROBE,
  keepLinkAlive: KEEPING,
  storeOperation: STORING,
  operate: OPERATING,
  deliverNotice: NOTIFYING,
}

type Input<Name extends keyof Activities> = Parameters<Activities[Name]>[0]

/** @param summary the Temporal UI shows it next to the activity. */
export function callActivity<Name extends keyof Activities>(
  name: Name,
  summary: string,
  input: Input<Name>,
): ReturnType<Activities[Name]> {
  const activities: Pick<Calls, Name> = proxyActivities<Activities>({ ...OPTIONS[name], summary })
  return activities[name](input)
}

type Calls = {
  readonly [Name in keyof Activities]: (input: Input<Name>) => ReturnType<Activities[Name]>
}
