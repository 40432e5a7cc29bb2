/** Webinars, registrations, rows and runs of one account, stored without a sync, for tests of the API's lists. */
import type { Service } from '../../../src/service.ts'
import { testHash } from './test-hash.ts'
import { storeAccount } from './stored-account.ts'

type Rows = Pick<Service, 'store' | 'now'>

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS

/** The account whose rows are stored. */
export const ID = '9100'
const EVENTS = ['1001', '1002', '1003', '1004', '1005'] as const
/** The sealed content of the waiting rows, which no list may show. */
export const SECRET = 'Zq7canary-sealed'

export async function storeListRows(service: Rows): Promise<void> {
  await storeAccount(service.store, ID)
  await storeWebinars(service)
  await storeRegistrations(service)
  await storeRuns(service)
}

/** The webinars start in the order of their ids. 1004 is a test event, and 1005 is a video that has a list. */
async function storeWebinars(service: Rows): Promise<void> {
  const now = service.now().getTime()
  await service.store
    .insertInto('webinar')
    .values(
      EVENTS.map((eventId, index) => ({
        on24ClientId: ID,
        eventId,
        title: `Webinar ${eventId}`,
        contentType: eventId === '1005' ? 'video' : 'webcast',
        isTestEvent: eventId === '1004',
        liveStart: new Date(now - (30 - index) * DAY_MS),
        liveEnd: new Date(now - (30 - index) * DAY_MS),
        goodAfter: null,
        latestActivityAt: new Date(now - (eventId === '1002' ? 1 : 20) * DAY_MS),
        lastReadStartedAt: eventId === '1003' ? null : new Date(now - DAY_MS),
        unavailableSince: null,
        listId: eventId === '1005' ? 'l-5' : null,
        listName: eventId === '1005' ? 'Video (1005)' : null,
      })),
    )
    .execute()
}

export const AT = new Date('2026-05-01T10:00:00Z')

/** The columns that confirmed and waiting registrations share. They contain only hashes. */
const hashed = (eventId: string, registrantId: string, address = registrantId) => ({
  on24ClientId: ID,
  eventId,
  registrantId,
  addressHash: testHash(address),
  registrationHash: testHash('registration'),
  activityHash: testHash('activity'),
  cellsMask: 1,
  attended: false,
})

async function storeRegistrations(service: Rows): Promise<void> {
  const confirmed = [hashed('1003', '1', 'same'), hashed('1003', '2', 'same'), hashed('1003', '3')]
  await service.store
    .insertInto('registration')
    .values(confirmed.map((row) => ({ ...row, confirmedAt: AT })))
    .execute()
  const waiting = { runKey: 'none', readStartedAt: AT, firstSeenAt: AT, sealed: SECRET }
  const rejected = {
    ...waiting,
    action: 'upsert',
    state: 'rejected',
    sealedWords: SECRET,
  } as const
  await service.store
    .insertInto('waitingRow')
    .values([
      { ...waiting, ...hashed('1003', '9'), action: 'remove', state: 'held' },
      {
        ...rejected,
        ...hashed('1001', '11'),
        rejectedBy: 'mapping',
        rejectedField: 'Company',
        rejectedReason: 'tooLong',
      },
      {
        ...rejected,
        ...hashed('1002', '12'),
        rejectedBy: 'actOn',
        rejectedReason: 'refused',
        tries: 2,
        lastTriedAt: new Date('2026-05-02T10:00:00Z'),
      },
      { ...rejected, ...hashed('1002', '13'), rejectedBy: 'actOn', rejectedReason: 'refused' },
    ])
    .execute()
}

async function storeRuns(service: Rows): Promise<void> {
  const run = (hour: number, trigger: 'schedule' | 'backfill') => ({
    runKey: `run-${String(hour)}`,
    on24ClientId: ID,
    workflowId: `w-${String(hour)}`,
    runId: `r-${String(hour)}`,
    trigger,
    windowTo: AT,
    startedAt: new Date(service.now().getTime() - hour * HOUR_MS),
    webinarsOf: 4,
  })
  const backfill = { rangeFrom: '2025-01-31', rangeTo: '2025-12-01', dryRun: true } as const
  await service.store
    .insertInto('run')
    .values([
      { ...run(8, 'schedule'), outcome: 'incomplete', failure: '3 rows wait.' },
      run(2, 'schedule'),
      { ...run(1, 'backfill'), ...backfill },
    ])
    .execute()
  const done = {
    runKey: 'run-1',
    readState: 'read',
    deliveryState: 'done',
    filtered: '{"noEmail":2}',
  } as const
  await service.store
    .insertInto('runWebinar')
    .values([
      { ...done, eventId: '1', read: 5, created: 2, leftPending: 1 },
      { ...done, eventId: '2', read: 1, filtered: '{"noEmail":1}' },
      { ...done, eventId: '3', readState: 'toRead', deliveryState: 'waiting', filtered: '{}' },
    ])
    .execute()
}
