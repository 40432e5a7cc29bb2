/** What the store knows of a registration, and where its row is by that. Pure. */
import type { LatestComparison, RowFindingKind } from '../contracts/finding.ts'
import type { Change } from './change-words.ts'

export interface KnownRegistration {
  readonly on24ClientId: string
  readonly webinar: {
    readonly listName: string | null
    readonly liveStart: Date | null
    readonly latestActivityAt: Date | null
    readonly lastReadStartedAt: Date | null
    readonly unavailableSince: Date | null
    readonly excluded: boolean
  }
  /** Every run reads the webinar again. */
  readonly isOpen: boolean
  /** Null: no row of it is in the list, as far as is known. */
  readonly written: {
    readonly confirmedAt: Date | null
    readonly attended: boolean
    readonly unansweredSends: number
  } | null
  readonly waiting: Change | null
  /** Null if nothing waits, or if it was rejected. One sentence or two. */
  readonly whyItWaits: string | null
  /** Newest first, without what waits. */
  readonly ended: readonly Change[]
  readonly comparison: LatestComparison | null
  /** Why rows that a repair found are still in the list; null if there are none. */
  readonly extraRows: string | null
  /** Why the webinar cannot be read; null if it can. */
  readonly unreadable: string | null
}

export type RowPlace = 'inList' | 'maybeInList' | 'notInList'

type Placed = Pick<KnownRegistration, 'written' | 'webinar' | 'ended' | 'comparison'>

export function placeOf(known: Placed): RowPlace {
  const { written } = known
  const found = newestFindings(known)
  if (found.isListGone) return 'notInList'
  if (written === null) return found.kinds.includes('extra') ? 'inList' : 'notInList'
  if (written.unansweredSends > 0) return 'maybeInList'
  if (found.kinds.includes('missing')) return 'notInList'
  return written.confirmedAt === null ? 'maybeInList' : 'inList'
}

export interface NewestFindings {
  /** Null if Act-On has confirmed the row since, or if no comparison is known. */
  readonly comparedAt: Date | null
  readonly isListGone: boolean
  readonly kinds: readonly RowFindingKind[]
  readonly findings: LatestComparison['findings']
}

/** What the newest comparison found and nothing newer contradicts. */
export function newestFindings({ written, webinar, ended, comparison }: Placed): NewestFindings {
  if (comparison === null) return { comparedAt: null, isListGone: false, kinds: [], findings: [] }
  const { comparedAt } = comparison
  const isNewer = !(written?.confirmedAt && written.confirmedAt > comparedAt)
  const wasRemoved = ended.some(
    ({ outcome, reason, endedAt }) =>
      outcome === 'removed' &&
      // Which further rows a repair has removed, the findings themselves say.
      !(reason === 'extra' || reason === 'duplicate') &&
      endedAt !== null &&
      new Date(endedAt) > comparedAt,
  )
  const findings = comparison.findings.filter(({ kind, repairedAt }) => {
    if (repairedAt !== null || wasRemoved) return false
    // A row that is written again does not take the further one away.
    return isNewer || kind === 'extra' || kind === 'duplicate'
  })
  return {
    comparedAt: isNewer && !wasRemoved ? comparedAt : null,
    isListGone: comparison.isListGone && isNewer && webinar.listName !== null,
    kinds: findings.map(({ kind }) => kind),
    findings,
  }
}
