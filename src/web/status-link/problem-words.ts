/**
 * What waits and why, for the customer: the problem in the words that operators read, and what the customer can do about
 * it. Left out is what concerns only the work of operators.
 */
import type { SteeringTrouble, Trouble, TroubleKind } from '../../contracts/trouble.ts'
import { troubleWords } from '../../contracts/trouble-words.ts'
import { listName } from '../../mapping/list-name.ts'

export interface CustomerProblem {
  /** The webinar, as its list is named; null for the whole account. */
  readonly webinar: string | null
  /** ISO 8601 UTC. */
  readonly since: string
  readonly message: string
  readonly nextStep: string
}

/** @param titles of webinars, by event id */
export function customerProblems(
  troubles: readonly Trouble[],
  titles: ReadonlyMap<string, string>,
): CustomerProblem[] {
  return troubles.flatMap((trouble) => {
    const { kind, eventId, since } = trouble
    if (!isCustomers(kind)) return []
    return {
      webinar: eventId === null ? null : listName(titles.get(eventId) ?? null, eventId),
      since: since.toISOString(),
      message: messageOf(trouble),
      nextStep: NEXT_STEPS[kind],
    }
  })
}

type CustomersTrouble = Exclude<TroubleKind, SteeringTrouble>

function isCustomers(kind: TroubleKind): kind is CustomersTrouble {
  return Object.hasOwn(NEXT_STEPS, kind)
}

/** Why ON24 could not be read is told to operators, with what they have to do. */
function messageOf(trouble: Trouble): string {
  return trouble.kind === 'webinarUnreadable'
    ? 'ON24 does not give us all that we need.'
    : troubleWords(trouble).message
}

const NOTHING = 'You do not need to do anything'
const NEXT_SYNC = 'Every sync tries again.'

const NEXT_STEPS: Readonly<Record<CustomersTrouble, string>> = {
  actOnRefuses: `Please check that the Act-On user you signed in with may still work with contact lists. ${NEXT_SYNC}`,
  listRefused: `${NEXT_SYNC} If it lasts, please look at this list in Act-On.`,
  listColumnsLost:
    'Please add a column with exactly this heading to the list in Act-On, or delete the list: then it is made again.',
  listNotVisible: `${NOTHING}: we look for the list, and create it again if it does not appear.`,
  removalsHeld: `${NOTHING}: we check whether they are really gone before anything is removed.`,
  removalRefused: `${NEXT_SYNC} If it lasts, please delete the rows in Act-On by hand.`,
  webinarUnreadable: `${NOTHING}. ${NEXT_SYNC}`,
  signInsUsedUp: `${NOTHING}: the sync goes on as soon as Act-On lets us sign in.`,
  clearIgnored: 'Clear the cells in Act-On by hand if it matters to you.',
  columnMissing: 'Add columns with exactly these headings in Act-On if you want them.',
  rowsExpired: `${NOTHING}: the next sync that reads the webinar writes them again.`,
}
