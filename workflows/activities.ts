/** How workflows call activities: how long each may take, how it is retried, and by which queue it goes. */
import { type ActivityOptions, proxyActivities } from '@temporalio/workflow'
import type { Activities } from '../activities/index.ts'
import { TASK_QUEUES } from '../src/contracts/temporal-names.ts'

const RETRY = { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '5m' } as const

/** Cancellation reaches an activity with its heartbeats, so a pause or a lost worker is noticed soon. */
const HEARTBEAT = '10s'

/**
 * A run is not over while an activity of it still has an answer to store. Said explicitly: it is the SDK's default by
 * its documentation alone.
 */
const WAIT_FOR_THE_END = 'WAIT_CANCELLATION_COMPLETED'

/** Work through many webinars: an outage of a vendor ends the run well before the next slot. */
const VENDOR_WORK: ActivityOptions = {
  taskQueue: TASK_QUEUES.vendors,
  scheduleToCloseTimeout: '3h',
  heartbeatTimeout: HEARTBEAT,
  cancellationType: WAIT_FOR_THE_END,
  retry: RETRY,
}

/** The store alone. It is tried for longer than a database takes to come back. */
const BOOKKEEPING: ActivityOptions = {
  taskQueue: TASK_QUEUES.vendors,
  scheduleToCloseTimeout: '3h',
  startToCloseTimeout: '10m',
  heartbeatTimeout: HEARTBEAT,
  retry: RETRY,
}

/** One cheap call, asked again by its caller an hour later. */
const PROBE: ActivityOptions = {
  taskQueue: TASK_QUEUES.vendors,
  scheduleToCloseTimeout: '10m',
  retry: RETRY,
}

/** A token call or two, and not tried again before the next day: many days are left, but few sign-ins. */
const KEEPING: ActivityOptions = {
  taskQueue: TASK_QUEUES.vendors,
  startToCloseTimeout: '10m',
  retry: { maximumAttempts: 1 },
}

/**
 * A few calls to Temporal and the store. What waits behind one that never goes through must have its turn some day;
 * who asked for it sees that it failed.
 */
const OPERATING: ActivityOptions = {
  taskQueue: TASK_QUEUES.vendors,
  scheduleToCloseTimeout: '1h',
  startToCloseTimeout: '1m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
}

/** The store alone, until it is there: what was asked for is not forgotten. */
const STORING: ActivityOptions = {
  taskQueue: TASK_QUEUES.vendors,
  startToCloseTimeout: '1m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '10s' },
}

/** Until the operators' receiver takes it. */
const TELLING: ActivityOptions = {
  taskQueue: TASK_QUEUES.vendors,
  scheduleToCloseTimeout: '7d',
  startToCloseTimeout: '1m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1h' },
}

/** Every activity, and how it is called. */
const OPTIONS: Readonly<Record<keyof Activities, ActivityOptions>> = {
  beginRun: VENDOR_WORK,
  planBackfill: VENDOR_WORK,
  readWebinars: VENDOR_WORK,
  deliverWebinars: VENDOR_WORK,
  finishRun: BOOKKEEPING,
  giveUpNotice: BOOKKEEPING,
  probeActOn: PROBE,
  keepLinkAlive: KEEPING,
  storeOperation: STORING,
  operate: OPERATING,
  deliverNotice: TELLING,
}

type Input<Name extends keyof Activities> = Parameters<Activities[Name]>[0]

/** @param summary is what the Temporal UI shows beside the activity. */
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
