/** Random vendor faults: any status at any endpoint, for a few calls or until the fault is withdrawn. */
import type { Fault, FaultEffect } from '../../../sandbox/faults.ts'
import type { Random } from '../../../sandbox/random.ts'

/** The ids of one account at both vendors. A fault applies only to the calls of its account. */
export interface FaultedAccount {
  readonly on24ClientId: string
  readonly actOn: { readonly accountId: string }
}

const ACT_ON_ENDPOINTS = [
  'lists',
  'createList',
  'download',
  'download',
  'upsertContact',
  'upsertContact',
  'updateRecord',
  'lookup',
  'deleteRecords',
  'deleteRecords',
  'merge',
  'merge',
  'jobStatus',
  'jobStatus',
  'rejectedRecords',
  'account',
  'token',
  /^(?!token|account)/,
  /./,
]

const ON24_ENDPOINTS = [
  'events',
  'event',
  'clientAttendees',
  'clientRegistrants',
  'eventRegistrants',
  'eventAttendees',
]

const HTML = '<html><body><h1>Sorry</h1></body></html>'

/**
 * Codes that Act-On documents, and 10777, which it does not. 10004 is missing, because the service relies on its
 * meaning that the list no longer exists.
 */
const CODES = [
  '10003',
  '10008',
  '10010',
  '10017',
  '10025',
  '10054',
  '10085',
  '10088',
  '10089',
  '10777',
  '10777',
  '10777',
]

const REFUSALS = [400, 400, 401, 403, 403, 404, 405, 408, 409, 422, 423, 429]

/** Four in ten faults last until they are withdrawn. */
export function randomFault(random: Random, { on24ClientId, actOn }: FaultedAccount): Fault {
  const lasts = random.chance(0.4)
  const often = {
    times: lasts ? Infinity : random.int(1, 4),
    skip: random.chance(0.3) ? random.int(1, 3) : 0,
  }
  if (random.chance(0.2)) {
    const endpoint = random.pick(ON24_ENDPOINTS)
    const effect = on24Effect(random)
    return { vendor: 'on24', account: on24ClientId, endpoint, ...often, effect }
  }
  const endpoint = random.pick(ACT_ON_ENDPOINTS)
  const effect = actOnEffect(random)
  const account = actOn.accountId
  return { vendor: 'actOn', account, endpoint, ...often, effect }
}

function actOnEffect(random: Random): FaultEffect {
  if (random.chance(0.15)) return { cut: random.pick(['before', 'after', 'midBody']) }
  const status = anyStatus(random)
  const answer = {
    status,
    ...random.pick([gateway, envelope, envelope, page, nothing, odd])(random),
  }
  // Only a server error or a timeout leaves open whether the call took effect.
  const mayHaveTakenEffect = status >= 500 || status === 408
  return { answer: { ...answer, afterEffect: mayHaveTakenEffect && random.chance(0.3) } }
}

function on24Effect(random: Random): FaultEffect {
  if (random.chance(0.15)) return { cut: random.pick(['before', 'midBody']) }
  const status = anyStatus(random)
  const words = random.pick(['Sorry', 'You have reached the maximum number of calls', 'No'])
  const message = () => ({ body: JSON.stringify({ message: words }) })
  return { answer: { status, ...random.pick([message, message, page, nothing])(random) } }
}

/** Includes 200, because a success status without the proper body is a refusal, too. */
function anyStatus(random: Random): number {
  if (random.chance(0.15)) return 200
  return random.chance(0.6) ? random.pick(REFUSALS) : random.int(400, 599)
}

type Answered = (random: Random) => { readonly body: string; readonly contentType?: string }

const gateway: Answered = () => ({
  body: JSON.stringify({ httpCode: '403', httpMessage: 'Forbidden', moreInformation: '' }),
})
const envelope: Answered = (random) => ({
  body: JSON.stringify({ errorCode: random.pick(CODES), message: 'This cannot be done' }),
})
const page: Answered = () => ({ body: HTML, contentType: 'text/html' })
const nothing: Answered = () => ({ body: '' })
const odd: Answered = (random) => ({
  body: random.pick(['null', '[]', '"no"', '{"status":', '{"status":"failure","message":"No"}']),
})

/** An Act-On fault after which a run ends soon, even though Temporal waits between attempts. */
export function randomShortFault(random: Random, account: FaultedAccount): Fault {
  for (;;) {
    const fault = randomFault(random, account)
    if (endsSoon(fault)) return fault
  }
}

function endsSoon({ vendor, endpoint, times, effect }: Fault): boolean {
  if (vendor === 'on24' || typeof endpoint !== 'string') return false
  if (endpoint === 'token' || endpoint === 'account') return false
  const status = effect.answer?.status ?? 0
  if (status === 401 || status === 429) return false
  const isOutage = status < 400 || status >= 500 || status === 404 || status === 408
  return !isOutage || times === 1
}

/** Describes a fault in the message of a failed test. */
export function describeFault({ vendor, endpoint, times, skip, effect }: Fault): string {
  const often = `${times === Infinity ? 'lasting' : `${String(times)} times`} after ${String(skip)}`
  return `${vendor} ${String(endpoint)} ${often}: ${JSON.stringify(effect)}`
}
