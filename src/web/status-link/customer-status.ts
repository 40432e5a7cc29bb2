/** What a customer's own page shows of their account, and of no other. Only reads the store. No personal data. */
import type { AccountState } from '../../contracts/account-state.ts'
import type { Service } from '../../service.ts'
import { type Account, isLate, needsRelink } from '../../store/accounts/account.ts'
import { nextRunOf } from '../../store/accounts/next-runs.ts'
import { storedLedger } from '../../store/runs/ledger.ts'
import { lastSync } from '../../store/runs/run-list.ts'
import { countDeliverable } from '../../store/rows/stored/waiting-rows.ts'
import { troublesOfAccount } from '../../store/troubles/troubles.ts'
import { listWebinars } from '../../store/webinars/webinar-page.ts'
import { titlesOf } from '../../store/webinars/webinars.ts'
import { type CustomerProblem, customerProblems } from './problem-words.ts'

export interface CustomerStatus {
  /** As operators named it. */
  readonly name: string
  readonly on24ClientId: string
  /** Null before the first link. */
  readonly actOnAccountName: string | null
  readonly state: AccountState
  readonly isLate: boolean
  readonly needsRelink: boolean
  /** ISO 8601 UTC, as all times here. */
  readonly lastSuccessAt: string | null
  readonly nextSyncAt: string | null
  /** IANA; the one in which new lists are written. */
  readonly timeZone: string
  /** Contacts that wait to be written or removed. */
  readonly waiting: number
  /** When the sync began that is under way; null if none is. */
  readonly runningSince: string | null
  /** Registrations that the last sync left out, by reason. */
  readonly leftOut: Readonly<Record<string, number>>
  readonly problems: readonly CustomerProblem[]
  readonly webinars: readonly CustomerWebinar[]
  /** Null on the last page of webinars. */
  readonly nextCursor: string | null
}

export interface CustomerWebinar {
  readonly eventId: string
  readonly title: string | null
  /** In Act-On; null before the first registrant. */
  readonly listName: string | null
  readonly startsAt: string | null
  readonly contacts: number
  readonly waiting: number
  /** Operators have excluded it. */
  readonly excluded: boolean
}

const WEBINARS = 20

/**
 * @param cursor where the page of webinars begins; null for the first one
 * Throws CursorUnknown.
 */
export async function customerStatus(
  { config, store, now }: Pick<Service, 'config' | 'store' | 'now'>,
  account: Account,
  cursor: string | null,
): Promise<CustomerStatus> {
  const { on24ClientId, state } = account
  const scope = { contentTypes: config.on24.contentTypes, now: now() }
  const page = { limit: WEBINARS, ...(cursor !== null && { cursor }) }
  const [sync, waiting, troubles, webinars] = await Promise.all([
    // A backfill or a comparison says nothing about what waits for a sync.
    lastSync(store, on24ClientId),
    countDeliverable(store, { on24ClientId }),
    troublesOfAccount(store, on24ClientId),
    listWebinars(store, on24ClientId, scope, page),
  ])
  const eventIds = troubles.flatMap(({ eventId }) => eventId ?? [])
  const hasSlots = state !== 'unlinked' && state !== 'paused'
  return {
    name: account.name,
    on24ClientId,
    actOnAccountName: account.actOnAccountName,
    state,
    isLate: isLate(account),
    needsRelink: needsRelink(account),
    lastSuccessAt: account.lastSuccessAt?.toISOString() ?? null,
    nextSyncAt: hasSlots ? nextRunOf(account, now()) : null,
    timeZone: account.timeZone,
    waiting,
    runningSince: sync?.finishedAt === null ? sync.startedAt.toISOString() : null,
    leftOut: sync === undefined || sync.finishedAt === null ? {} : storedLedger(sync).filtered,
    problems: customerProblems(troubles, await titlesOf(store, on24ClientId, eventIds)),
    webinars: webinars.items.map((webinar) => ({
      eventId: webinar.eventId,
      title: webinar.title,
      listName: webinar.listName,
      startsAt: webinar.startsAt,
      contacts: webinar.contacts,
      waiting: webinar.pending + webinar.held,
      excluded: webinar.excluded,
    })),
    nextCursor: webinars.nextCursor,
  }
}
