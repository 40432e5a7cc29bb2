/** What the newest comparison of the list says of a registration, as sentences. No values. */
import { findingWords } from './change-words.ts'
import { type KnownRegistration, newestFindings } from './known-registration.ts'
import { timeOf } from './utc-time.ts'

/** That the whole list is gone is not said here. */
export function comparisonSentences(known: KnownRegistration): string[] {
  const { comparison, waiting } = known
  const { comparedAt, findings, isListGone } = newestFindings(known)
  if (comparison === null || isListGone) return []
  const by = `The comparison on ${timeOf(comparison.comparedAt)}`
  if (findings.length > 0) {
    const words = findings.map(({ kind, columns }) => findingWords(kind, columns.join(', ')))
    return [`${by} found ${[...new Set(words)].join(', and ')}.`, ...adviceOf(known)]
  }
  if (comparedAt === null || !concerns(known)) return []
  if (!comparison.areRowsKnown) {
    return [`${by} could not tell the rows of the list apart, because of a column that is gone.`]
  }
  // A row that waited then was left out.
  const waited = waiting !== null && new Date(waiting.seenAt) <= comparedAt
  return waited ? [] : [`${by} reported nothing about it.`]
}

function concerns({ written, ended }: KnownRegistration): boolean {
  return written !== null || ended.some(({ decision }) => decision === 'compare')
}

/** Without it an operator waits for the weekly comparison, which leaves what users did as it is. */
function adviceOf(known: KnownRegistration): string[] {
  const { waiting, webinar, on24ClientId, extraRows } = known
  if (waiting !== null || webinar.excluded) return []
  const { kinds } = newestFindings(known)
  const how = `Repair on the account's page, or the command “verify ${on24ClientId} --repair”`
  return [
    ...(kinds.includes('missing') || kinds.includes('userEdited')
      ? [`Unless ON24 changes the registration, only a repair restores the row: ${how}.`]
      : []),
    ...(kinds.includes('extra') || kinds.includes('duplicate')
      ? [extraRows ?? `A repair removes the row that should not be there: ${how}.`]
      : []),
  ]
}
