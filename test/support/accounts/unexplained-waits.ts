/** Checks that an account explains why rows and webinars wait, as the contract requires after every run. */
import type { Store } from '../../../src/store/database.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { getRun } from '../../../src/store/runs/runs.ts'
import { troublesOfAccount } from '../../../src/store/troubles/troubles.ts'

/** One line for each missing or wrong explanation. Empty when there is none. */
export async function unexplainedWaits(
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
  const inItsName = waiting.filter((row) => row.runKey === runKey)
  if (run.outcome === 'complete' || run.outcome === 'rejections') {
    for (const { eventId } of inItsName) lines.push(`${run.outcome}, but rows of ${eventId} wait`)
    for (const { eventId } of unread) lines.push(`${run.outcome}, but ${eventId} was not read`)
  } else if (run.outcome !== 'paused' && !isTold(run.failure)) {
    const isSaidByState = run.outcome === account.state && isTold(account.stateReason)
    if (!isSaidByState) lines.push(`${String(run.outcome)} without a word: ${String(run.failure)}`)
  }
  if (run.outcome === 'incomplete' && inItsName.length === 0 && unread.length === 0) {
    lines.push('incomplete, although nothing waits in its name')
  }
  const isOfAccount = account.state !== 'active' && isTold(account.stateReason)
  for (const { eventId } of [...waiting, ...unread]) {
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
    .selectFrom('waitingRow')
    .select(['eventId', 'runKey'])
    .where('on24ClientId', '=', on24ClientId)
    .where('state', 'in', ['pending', 'held'])
    .execute()
}

function unreadOf(store: Store, runKey: string) {
  return store
    .selectFrom('runWebinar')
    .select('eventId')
    .where('runKey', '=', runKey)
    .where('readState', 'in', ['toRead', 'failed'])
    .execute()
}

/** Kinds of trouble that have different numbers of start and end notices. */
export async function noticesWithoutEnd(store: Store, on24ClientId: string): Promise<string[]> {
  const notices = await store
    .selectFrom('notice')
    .select(['kind', 'ends'])
    .where('on24ClientId', '=', on24ClientId)
    .execute()
  const open = new Map<string, number>()
  for (const { kind, ends } of notices) {
    const of = ends ?? kind
    open.set(of, (open.get(of) ?? 0) + (ends === null ? 1 : -1))
  }
  return [...open].filter(([, count]) => count !== 0).map(([kind]) => kind)
}
