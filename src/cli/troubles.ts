/** What is wrong with accounts, worst first: their problems, and states in which they do not get on by themselves. */
import type { Account } from '../api/account.ts'
import type { AccountProblem } from '../api/account-problem.ts'
import type { AccountState } from '../contracts/account-state.ts'
import { standingWords } from '../contracts/standing-words.ts'
import { ACCOUNT_WIDE, type TroubleKind } from '../contracts/trouble.ts'

type TroubledState = Extract<AccountState, 'needsRelink' | 'failing' | 'waitingForQuota'>

export interface AccountTrouble
  extends Pick<Account, 'on24ClientId' | 'name'>, Omit<AccountProblem, 'kind' | 'since'> {
  readonly kind: TroubleKind | TroubledState
  readonly since: string | null
}

/** By how much stops, and whether somebody must do something: 1 is the worst. */
const RANKS: Readonly<Record<AccountTrouble['kind'], number>> = {
  // The whole account stands still until somebody acts.
  needsRelink: 1,
  actOnRefuses: 1,
  failing: 1,
  // The whole account, until it gets on by itself.
  waitingForQuota: 2,
  signInsUsedUp: 2,
  controllerStuck: 2,
  operationUnanswered: 2,
  // Rows of a webinar wait for somebody.
  listColumnsLost: 3,
  removalsHeld: 3,
  rowsExpired: 3,
  // Every run tries again.
  listRefused: 4,
  removalRefused: 4,
  webinarUnreadable: 4,
  listNotVisible: 4,
  // Nothing waits.
  clearIgnored: 5,
  columnMissing: 5,
}

/** Of one rank, those with more rows come first, then the older ones. */
export function worstFirst(accounts: readonly Account[]): AccountTrouble[] {
  return accounts
    .flatMap(troublesOf)
    .sort(
      (one, other) =>
        RANKS[one.kind] - RANKS[other.kind] ||
        other.rows - one.rows ||
        (one.since ?? '').localeCompare(other.since ?? ''),
    )
}

function troublesOf(account: Account): AccountTrouble[] {
  const { on24ClientId, name, problems } = account
  const state = troubleOfState(account)
  return [...(state === null ? [] : [state]), ...problems].map((trouble) => {
    return { on24ClientId, name, ...trouble }
  })
}

const OF_ACCOUNT: readonly TroubleKind[] = ACCOUNT_WIDE

function troubleOfState(account: Account): Omit<AccountTrouble, 'on24ClientId' | 'name'> | null {
  const { state, since, problems } = account
  // Then the problem says the same, and more.
  const isExplained = state === 'failing' && problems.some(({ kind }) => OF_ACCOUNT.includes(kind))
  const words = standingWords(account)
  if (isExplained || words === null || !isTroubled(state)) return null
  const nextStep = `${words.nextStep} ${COMMANDS[state](account)}`
  return { kind: state, eventId: null, since, rows: 0, message: words.message, nextStep }
}

function isTroubled(state: AccountState): state is TroubledState {
  return state in COMMANDS
}

/** How the next step is taken, or looked into, at the command line. */
const COMMANDS: Readonly<Record<TroubledState, (account: Account) => string>> = {
  needsRelink: ({ on24ClientId }) => `"accounts invite ${on24ClientId}" makes the invitation.`,
  failing: ({ on24ClientId }) => `"runs ${on24ClientId} --outcome failed" shows what failed.`,
  waitingForQuota: ({ on24ClientId }) => `"sync ${on24ClientId}" probes at once.`,
}
