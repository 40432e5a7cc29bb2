/** How the sync stands, for the customer: a heading and what it means. */
import type { AccountState } from '../../contracts/account-state.ts'
import { type Operator, whomToAsk, whoRuns } from '../link/pages/operator-words.ts'
import { formatCount } from '../pages/numbers.ts'
import type { CustomerStatus } from './customer-status.ts'

export interface StateWords {
  readonly heading: string
  readonly detail: string
}

type Standing = Pick<
  CustomerStatus,
  | 'state'
  | 'isLate'
  | 'needsRelink'
  | 'lastSuccessAt'
  | 'waiting'
  | 'runningSince'
  | 'leftOut'
  | 'problems'
  | 'actOnAccountName'
>

const NOTHING_LOST = 'Nothing is lost in the meantime.'
const BY_ITSELF = 'The sync runs by itself every six hours.'

/** The need of a relink comes first, also before a pause: it is what only the customer can end. */
export function stateWords(status: Standing, operator: Operator): StateWords {
  if (status.needsRelink) {
    return {
      heading: 'Act-On ended our access',
      detail: `Please sign in again with a user of the Act-On account ${status.actOnAccountName ?? 'that was linked'}. Until then, nothing is written to Act-On. ${NOTHING_LOST}`,
    }
  }
  switch (status.state) {
    case 'unlinked':
      return {
        heading: 'Not linked yet',
        detail: `To begin, sign in to Act-On with the link that you were sent for it, or ask ${whomToAsk(operator)} for one.`,
      }
    case 'paused':
      return {
        heading: 'The sync is paused',
        detail: `It was paused by ${whoRuns(operator)}, and continues when it is resumed. ${NOTHING_LOST}`,
      }
    case 'waitingForQuota':
      return {
        heading: 'The sync waits for Act-On',
        detail: `Act-On accepts no more calls for now. The rest follows by itself within a day. ${NOTHING_LOST}`,
      }
    case 'failing':
      return {
        heading: 'The last sync did not succeed',
        detail: `Every sync tries again, and ${whoRuns(operator)} can see why it failed. ${NOTHING_LOST}`,
      }
    default:
      return status.isLate ? late(operator) : runs(status)
  }
}

function late(operator: Operator): StateWords {
  return {
    heading: 'The sync is late',
    detail: `None has succeeded for longer than usual, and ${whoRuns(operator)} can see that, too. ${NOTHING_LOST}`,
  }
}

function runs({ lastSuccessAt, waiting, runningSince, problems }: Standing): StateWords {
  if (lastSuccessAt === null) {
    const detail = runningSince === null ? 'It starts in a moment.' : 'It is under way.'
    return { heading: 'The first sync', detail }
  }
  return waiting === 0 && problems.length === 0
    ? {
        heading: 'All is well',
        detail: `What the last sync read is in Act-On. ${BY_ITSELF}`,
      }
    : { heading: 'The sync runs', detail: `${BY_ITSELF} See below what waits, and why.` }
}

/** How many contacts wait, and until when; null if none does. */
export function waitingWords({
  state,
  needsRelink,
  waiting,
  runningSince,
}: Standing): string | null {
  if (waiting === 0) return null
  const contacts = `${formatCount(waiting, 'contact')} ${waiting === 1 ? 'waits' : 'wait'}`
  if (needsRelink) return `${contacts} until you have signed in again.`
  const until =
    runningSince === null ? 'for the next sync.' : 'to be written by the sync that is under way.'
  return `${contacts} ${WAITS_UNTIL[state] ?? until}`
}

const LEFT_OUT: Readonly<Record<string, string>> = {
  noEmail: 'without an e-mail address',
  invalidEmail: 'with an e-mail address that cannot be used',
  sameAddress: 'with the address of another registration',
  cancelled: 'cancelled',
  forgotten: 'forgotten in ON24',
  unreadable: 'in a form that cannot be read',
}

/** Which registrations the last run left out, and why; null if none. */
export function leftOutWords({ leftOut }: Pick<Standing, 'leftOut'>): string | null {
  const reasons = Object.entries(leftOut).filter(([, count]) => count > 0)
  if (reasons.length === 0) return null
  const sum = reasons.reduce((all, [, count]) => all + count, 0)
  const each = reasons.map(
    ([reason, count]) => `${count.toLocaleString('en')} ${LEFT_OUT[reason] ?? reason}`,
  )
  return `The last sync left ${formatCount(sum, 'registration')} out: ${each.join(', ')}.`
}

const WAITS_UNTIL: Partial<Record<AccountState, string>> = {
  paused: 'until the sync is resumed.',
  waitingForQuota: 'until Act-On accepts calls again.',
}
