/** Formats values for tables and text. Times are UTC, as in the API, Temporal's pages and the logs. */
import type { Account } from '../api/account.ts'
import type { Decided } from '../api/operation-bodies.ts'
import type { Run } from '../api/run.ts'
import type { Colour } from './terminal.ts'

export const NONE = '–'

/** What an option takes that is true or false. */
export const BOOLEANS = ['true', 'false']

/** To the minute. */
export function timeOf(instant: string | null): string {
  return instant === null ? NONE : instant.slice(0, 16).replace('T', ' ')
}

/** Titles and names are foreign text: control characters in them must not reach the terminal. */
export function plain(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim()
}

export function plainOr(text: string | null): string {
  return text === null ? NONE : plain(text)
}

export function countOf(count: number): string {
  return count.toLocaleString('en')
}

export function outcomeOf({ outcome, backfill }: Run): string {
  if (outcome !== null) return outcome
  return backfill?.cancelAskedAt ? 'being cancelled' : 'running'
}

const STATE_COLOURS: Readonly<Record<Account['state'], Colour>> = {
  unlinked: 'dim',
  active: 'green',
  paused: 'yellow',
  needsRelink: 'red',
  waitingForQuota: 'yellow',
  failing: 'red',
}

export function colourOfState(state: Account['state']): Colour {
  return STATE_COLOURS[state]
}

export function colourOfRun({ outcome }: Run): Colour {
  switch (outcome) {
    case null:
      return 'bold'
    case 'complete':
      return 'green'
    case 'rejections':
    case 'incomplete':
    case 'paused':
    case 'waitingForQuota':
      return 'yellow'
    case 'needsRelink':
    case 'failed':
      return 'red'
  }
}

export function filteredOf({ ledger }: Pick<Run, 'ledger'>): number {
  return Object.values(ledger.filtered).reduce((sum, count) => sum + count, 0)
}

/** Equivalent JSON with control characters and characters that reverse text direction escaped. */
export function safeJson(json: string): string {
  return json.replace(/[\u007f-\u009f\u2028\u2029\p{Cf}]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  )
}

/** Whether a run carries an operator's decision out at once. */
export function runNote({ syncAsked }: Decided): string {
  return syncAsked ? 'A run was requested.' : 'No run was requested: the next one does it.'
}

export function rowsOf({ rows }: Decided): string {
  return rows === 1 ? '1 row' : `${countOf(rows)} rows`
}
