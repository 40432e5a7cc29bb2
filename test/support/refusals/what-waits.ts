/** Whether an account tells what waits in it, and why: the contract's rules after every run. */
import type { Store } from '../../../src/store/database.ts'
import { getAccount } from '../../../src/store/accounts.ts'
import { getRun } from '../../../src/store/runs.ts'
import { troublesOfAccount } from '../../../src/store/troubles.ts'

/** One line for each thing that is not told, or told wrongly. Empty when all is as it should be. */
export async function untold(
  store: Store,
  on24ClientId: string,
  runKey: string,
): Promise<string[]> {
  const [run, account, troubles, waiting, unread] = await Promise.all([
    getRun(store, runKey),
    getAccount(store, on24ClientId),
    troublesOfAccount(store, on24ClientId),
    waitingRowsOf(store, on24ClientId),
    unreadOf(store, runKey),
  ])
  const lines: string[] = []
  const inItsName = waiting.filter((row) => row.run_key === runKey)
  if (run.outcome === 'complete' || run.outcome === 'rejections') {
    for (const { event_id } of inItsName) lines.push(`${run.outcome}, but rows of ${event_id} wait`)
    for (const { event_id } of unread) lines.push(`${run.outcome}, but ${event_id} was not read`)
  } else if (run.outcome !== 'paused' && !isTold(run.failure)) {
    const isSaidByState = run.outcome === account.state && isTold(account.state_reason)
    if (!isSaidByState) lines.push(`${String(run.outcome)} without a word: ${String(run.failure)}`)
  }
  if (run.outcome === 'incomplete' && inItsName.length === 0 && unread.length === 0) {
    lines.push('incomplete, although nothing waits in its name')
  }
  const isOfAccount = account.state !== 'active' && isTold(account.state_reason)
  for (const { event_id: eventId } of [...waiting, ...unread]) {
    const why = troubles.some((one) => one.eventId === null || one.eventId === eventId)
    if (!why && !isOfAccount) lines.push(`nobody says why ${eventId} waits`)
  }
  return [...new Set(lines)]
}

function isTold(words: string | null): boolean {
  return words !== null && words !== '' && !words.startsWith('Nothing waits')
}

function waitingRowsOf(store: Store, on24ClientId: string) {
  return store
    .selectFrom('waiting_row')
    .select(['event_id', 'run_key'])
    .where('on24_client_id', '=', on24ClientId)
    .where('state', 'in', ['pending', 'held'])
    .execute()
}

function unreadOf(store: Store, runKey: string) {
  return store
    .selectFrom('run_webinar')
    .select('event_id')
    .where('run_key', '=', runKey)
    .where('read_state', 'in', ['toRead', 'failed'])
    .execute()
}

/** Each kind of trouble that operators were told of, as often as they were told of its end. */
export async function noticesWithoutEnd(store: Store, on24ClientId: string): Promise<string[]> {
  const notices = await store
    .selectFrom('notice')
    .select(['kind', 'ends'])
    .where('on24_client_id', '=', on24ClientId)
    .execute()
  const open = new Map<string, number>()
  for (const { kind, ends } of notices) {
    const of = ends ?? kind
    open.set(of, (open.get(of) ?? 0) + (ends === null ? 1 : -1))
  }
  return [...open].filter(([, count]) => count !== 0).map(([kind]) => kind)
}
