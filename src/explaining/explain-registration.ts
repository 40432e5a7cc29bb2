/** Why a registration's contact in Act-On looks as it does: sentences for people, from what the store knows. Pure. */
import { COMPARE_FOR_DAYS } from '../contracts/webinar-settling.ts'
import { changeSentence } from './change-words.ts'
import { comparisonSentences } from './comparison-words.ts'
import { type KnownRegistration, newestFindings, placeOf } from './known-registration.ts'
import { timeOf } from './utc-time.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** @param now ends what has not happened yet: a webinar that starts later. */
export function explainRegistration(known: KnownRegistration, now: Date): string {
  return [
    rowSentence(known),
    ...waitingSentences(known),
    ...statusSentences(known, now),
    ...sinceThenSentences(known),
    ...comparisonSentences(known),
    ...readingSentences(known, now),
  ].join(' ')
}

function rowSentence(known: KnownRegistration): string {
  const { written, waiting, ended, webinar, comparison } = known
  const list = `the list${named(webinar.listName)}`
  const { isListGone } = newestFindings(known)
  const comparedAt = timeOf(comparison?.comparedAt ?? null)
  const latest = ended.find(({ decision }) => decision !== 'compare')
  const why = waiting !== null || latest === undefined ? '' : ` ${changeSentence(latest)}`
  switch (placeOf(known)) {
    case 'inList':
      return written === null
        ? `A row of it is in ${list}.${why}`
        : `Its row is in ${list}, with Status ${statusOf(written.attended)}; Act-On last confirmed it on ${timeOf(written.confirmedAt)}.`
    case 'maybeInList':
      return `Its row may be in ${list}: Act-On has not answered the last call about it.`
    case 'notInList':
      if (isListGone) {
        return `A user has deleted ${list}, as the comparison on ${comparedAt} found, so there is no row. A repair makes the list again, and so does the next write to it or the weekly comparison.`
      }
      if (webinar.listName === null) return `The webinar has no list, so there is no row.${why}`
      return written === null
        ? `It has no row in ${list}.${why}`
        : `It has no row in ${list}; Act-On last confirmed it on ${timeOf(written.confirmedAt)}.`
  }
}

function waitingSentences({ waiting, whyItWaits }: KnownRegistration): string[] {
  if (waiting === null) return []
  return [
    `${changeSentence(waiting)} This was seen on ${timeOf(waiting.seenAt)}.`,
    whyItWaits ??
      'It is tried again when its content changes in ON24, or when an operator retries it.',
  ]
}

function statusSentences(known: KnownRegistration, now: Date): string[] {
  const { written, waiting, webinar } = known
  if (written === null || written.attended || waiting?.attended === true) return []
  if (placeOf(known) === 'notInList') return []
  const { liveStart, lastReadStartedAt } = webinar
  if (liveStart !== null && liveStart > now) return [`The webinar starts on ${timeOf(liveStart)}.`]
  return lastReadStartedAt === null
    ? []
    : [
        `ON24 listed no attendance of it when the webinar was last read, on ${timeOf(lastReadStartedAt)}.`,
      ]
}

/** What the end of an earlier decision says of a row that is in the list. */
function sinceThenSentences({ written, waiting, ended }: KnownRegistration): string[] {
  const latest = ended.find(({ decision }) => decision !== 'compare')
  if (written === null || latest === undefined) return []
  if (latest.outcome === 'written' || latest.outcome === 'replaced') return []
  if (latest.outcome === 'rebuilt' && waiting?.reason === 'rebuilt') return []
  return [`${changeSentence(latest)} This was on ${timeOf(latest.endedAt)}.`]
}

function readingSentences({ webinar, isOpen, unreadable }: KnownRegistration, now: Date): string[] {
  const { excluded, unavailableSince, lastReadStartedAt, liveStart, latestActivityAt } = webinar
  if (excluded) return ['An operator excluded the webinar, so it is neither read nor written.']
  if (unavailableSince !== null) {
    return [`ON24 has reported the webinar as inactive or gone since ${timeOf(unavailableSince)}.`]
  }
  const failure = unreadable === null ? [] : [unreadable]
  if (lastReadStartedAt === null) return [...failure, 'The next run reads the webinar whole.']
  if (isOpen) return [...failure, 'Every run reads the webinar again.']
  const since = now.getTime() - COMPARE_FOR_DAYS * DAY_MS
  const isCompared = [liveStart, latestActivityAt].some(
    (at) => at !== null && at.getTime() >= since,
  )
  const byComparison = isCompared ? ', and by the weekly comparison' : ''
  return [
    ...failure,
    `The webinar has settled: it is read again when ON24 reports activity${byComparison}.`,
  ]
}

function named(listName: string | null): string {
  return listName === null ? '' : ` “${listName}”`
}

function statusOf(attended: boolean): string {
  return attended ? 'Attended' : 'Registered'
}
