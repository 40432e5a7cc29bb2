/** Why a registration's contact in Act-On looks as it does: sentences for people, from what the store knows. Pure. */
import { type Change, changeSentence } from './change-words.ts'

export interface KnownRegistration {
  readonly webinar: {
    readonly listName: string | null
    readonly liveStart: Date | null
    readonly lastReadStartedAt: Date | null
    readonly unavailableSince: Date | null
    readonly excluded: boolean
  }
  /** Every run reads the webinar again. */
  readonly isOpen: boolean
  readonly isPaused: boolean
  /** Null: no row of it is in the list, as far as is known. */
  readonly written: {
    readonly confirmedAt: Date | null
    readonly attended: boolean
    readonly unansweredSends: number
  } | null
  readonly waiting: Change | null
  /** Newest first, without what waits. */
  readonly ended: readonly Change[]
  /** Why rows of the webinar or of the account wait: one sentence each. */
  readonly troubles: readonly string[]
  /** Why rows that a repair found are still in the list; null if there are none. */
  readonly extraRows: string | null
}

export type RowPlace = 'inList' | 'maybeInList' | 'notInList'

export function placeOf({ written }: Pick<KnownRegistration, 'written'>): RowPlace {
  if (written === null) return 'notInList'
  return written.confirmedAt === null || written.unansweredSends > 0 ? 'maybeInList' : 'inList'
}

/** @param now ends what has not happened yet: a webinar that starts later. */
export function explainRegistration(known: KnownRegistration, now: Date): string {
  return [
    rowSentence(known),
    ...waitingSentences(known),
    ...statusSentences(known, now),
    ...sinceThenSentences(known),
    ...extraRowSentences(known),
    readingSentence(known),
  ].join(' ')
}

function rowSentence(known: KnownRegistration): string {
  const { written, waiting, ended, webinar } = known
  switch (placeOf(known)) {
    case 'inList':
      return `Its row is in the list${named(webinar.listName)}, with Status ${statusOf(written?.attended ?? false)}; Act-On last confirmed it on ${timeOf(written?.confirmedAt ?? null)}.`
    case 'maybeInList':
      return `Its row may be in the list${named(webinar.listName)}: Act-On has not answered the last call about it.`
    case 'notInList': {
      const none =
        webinar.listName === null
          ? 'The webinar has no list, so there is no row.'
          : `It has no row in the list${named(webinar.listName)}.`
      const latest = ended.find(({ decision }) => decision !== 'compare')
      return waiting !== null || latest === undefined ? none : `${none} ${changeSentence(latest)}`
    }
  }
}

function waitingSentences({ waiting, troubles, isPaused, webinar }: KnownRegistration): string[] {
  if (waiting === null) return []
  const what = `${changeSentence(waiting)} This was seen on ${timeOf(waiting.seenAt)}.`
  if (waiting.outcome === 'rejected') {
    return [
      what,
      'It is tried again when its content changes in ON24, or when an operator retries it.',
    ]
  }
  if (waiting.outcome === 'held' || webinar.excluded) return [what]
  if (isPaused) return [what, 'The account is paused.']
  return [what, ...(troubles.length > 0 ? troubles : ['The next run sends it.'])]
}

function statusSentences({ written, waiting, webinar }: KnownRegistration, now: Date): string[] {
  if (written === null || written.attended || waiting?.attended === true) return []
  const { liveStart, lastReadStartedAt } = webinar
  if (liveStart !== null && liveStart > now) return [`The webinar starts on ${timeOf(liveStart)}.`]
  return lastReadStartedAt === null
    ? []
    : [
        `ON24 listed no attendance of it when the webinar was last read, on ${timeOf(lastReadStartedAt)}.`,
      ]
}

/** What a comparison, or the end of an earlier decision, says of a row that is in the list. */
function sinceThenSentences({ written, ended }: KnownRegistration): string[] {
  const [latest] = ended
  if (written === null || latest === undefined || latest.outcome === 'written') return []
  return latest.outcome === 'replaced'
    ? []
    : [`${changeSentence(latest)} This was on ${timeOf(latest.endedAt)}.`]
}

/** Whether one of the rows that are still in the list is this registration's. */
function extraRowSentences({ extraRows, ended }: KnownRegistration): string[] {
  const compared = ended.find(({ decision }) => decision === 'compare')
  const isFound = compared?.outcome === 'extra' || compared?.outcome === 'duplicate'
  return isFound && extraRows !== null ? [extraRows] : []
}

function readingSentence({ webinar, isOpen }: KnownRegistration): string {
  const { excluded, unavailableSince, lastReadStartedAt } = webinar
  if (excluded) return 'An operator excluded the webinar, so it is neither read nor written.'
  if (unavailableSince !== null) {
    return `ON24 has reported the webinar as inactive or gone since ${timeOf(unavailableSince)}.`
  }
  if (lastReadStartedAt === null) return 'The next run reads the webinar whole.'
  return isOpen
    ? 'Every run reads the webinar again.'
    : 'The webinar has settled: it is read again when ON24 reports activity, and by the weekly comparison.'
}

function named(listName: string | null): string {
  return listName === null ? '' : ` “${listName}”`
}

function statusOf(attended: boolean): string {
  return attended ? 'Attended' : 'Registered'
}

/** `2026-05-01 06:00 UTC`. */
function timeOf(at: Date | string | null): string {
  if (at === null) return 'an unknown day'
  const iso = typeof at === 'string' ? at : at.toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}
