/** Progress of the first sync since the account was linked, for the customer's page. Only reads the store. */
import { isGoodOutcome } from '../../contracts/run.ts'
import { storedLedger } from '../../store/runs/ledger.ts'
import { getAccount } from '../../store/accounts/accounts.ts'
import type { Store } from '../../store/database.ts'
import { countContacts } from '../../store/rows/stored/registrations.ts'
import { countWork } from '../../store/runs/run-progress.ts'
import { type Run, runsSince } from '../../store/runs/runs.ts'
import { countLists } from '../../store/webinars/act-on-lists.ts'

export interface FirstSync {
  readonly state:
    | 'waiting'
    | 'discovering'
    | 'reading'
    | 'writing'
    | 'done'
    | 'paused'
    | 'waitingForQuota'
    | 'needsRelink'
    | 'failed'
  /** Webinars of the run. `finished` ones are read and written. */
  readonly webinars: { readonly of: number; readonly read: number; readonly finished: number }
  /** All lists and contacts in Act-On, including those of syncs before a relink, which stay in use. */
  readonly inActOn: { readonly lists: number; readonly contacts: number }
  /** Contacts that Act-On rejected; 0 until the run has ended. */
  readonly rejected: number
}

/**
 * Shows the first successful run since linking, or else the newest run: the page can be opened for a day, which is
 * several runs. Runs before a relink do not count for the new link.
 */
export async function firstSync(store: Store, on24ClientId: string): Promise<FirstSync> {
  const { linkedAt } = await getAccount(store, on24ClientId)
  const runs = linkedAt === null ? [] : await runsSince(store, on24ClientId, linkedAt)
  const run = runs.find(succeeded) ?? runs.at(-1)
  const { toRead, ...webinars } = run === undefined ? NO_WORK : await countWork(store, run.runKey)
  return {
    state: run === undefined ? 'waiting' : stateOf(run, webinars.of, toRead),
    webinars,
    inActOn: {
      lists: await countLists(store, on24ClientId),
      contacts: await countContacts(store, { on24ClientId }),
    },
    rejected: run === undefined || run.ledger === null ? 0 : storedLedger(run).rejected,
  }
}

const NO_WORK = { of: 0, toRead: 0, read: 0, finished: 0 }

function succeeded({ outcome }: Run): boolean {
  return outcome !== null && isGoodOutcome(outcome)
}

function stateOf({ outcome }: Run, of: number, toRead: number): FirstSync['state'] {
  switch (outcome) {
    case null:
      if (of === 0) return 'discovering'
      return toRead > 0 ? 'reading' : 'writing'
    case 'complete':
    case 'rejections':
      return 'done'
    case 'paused':
    case 'waitingForQuota':
    case 'needsRelink':
      return outcome
    default:
      return 'failed'
  }
}
