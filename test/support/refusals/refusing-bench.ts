/** A bench whose Act-On is made to refuse, and what its accounts then say. For the tests of one file. */
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { FaultEffect } from '../../../sandbox/faults.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { troublesOfAccount } from '../../../src/store/troubles/troubles.ts'
import { type BenchAccount, openRunBench, type RunBench } from '../fixtures/run-bench.ts'
import { untold } from './what-waits.ts'

export const REGISTRANT_ID = 'ON24 Registrant ID'

export const GATEWAY_403: FaultEffect = {
  answer: {
    status: 403,
    body: JSON.stringify({ httpCode: '403', httpMessage: 'Forbidden', moreInformation: '' }),
  },
}
/** Every call of Act-On that is about lists. */
export const LISTS = /^(?!token|account)/

export function refusedBy(errorCode: string, status = 400): FaultEffect {
  return { answer: { status, body: JSON.stringify({ errorCode, message: 'No' }) } }
}

export interface Refusal {
  readonly endpoint: string | RegExp
  readonly effect: FaultEffect
  /** Default: until it is withdrawn. */
  readonly times?: number
  readonly skip?: number
  /** Of calls to one list alone: its id. */
  readonly path?: RegExp
}

/** Opens and closes the bench, and lifts what was refused after each test. */
export function refusingBench() {
  let opened: RunBench | null = null
  beforeAll(async () => {
    opened = await openRunBench({
      accounts: 40,
      actOnKnobs: { jobUnpolledMs: 100, upsertGapMs: 0 },
    })
  })
  afterAll(() => opened?.close())
  afterEach(() => {
    opened?.sandbox.faults.clear()
  })
  const bench = () => opened ?? expect.fail('the bench is not open yet')

  /** Returns what withdraws it. */
  function refuse({ actOn }: BenchAccount, refusal: Refusal): () => void {
    const account = actOn.accountId
    return bench().sandbox.faults.add({ vendor: 'actOn', account, times: Infinity, ...refusal })
  }

  /** An account whose webinars have been delivered, each with so many people. */
  async function delivered(...people: number[]) {
    const account = await bench().nextAccount()
    const eventIds = people.map((count) => account.webinar(count))
    expect(await account.run()).toMatchObject({ outcome: 'complete' })
    return { account, eventIds }
  }

  function register(eventId: number, count = 1): number[] {
    return bench().sandbox.world.registerMany(eventId, count)
  }

  /** A run after which everything that waits is told. */
  async function run(account: BenchAccount) {
    const ended = await account.run()
    expect(await untold(bench().store, account.on24ClientId, ended.runKey)).toEqual([])
    return ended
  }

  async function troubles({ on24ClientId }: BenchAccount) {
    return troublesOfAccount(bench().store, on24ClientId)
  }

  /** What operators were told, in order, e.g. `listRefused` and `end of listRefused`. */
  async function notices({ on24ClientId }: BenchAccount): Promise<string[]> {
    const rows = await bench()
      .store.selectFrom('notice')
      .select(['kind', 'ends'])
      .where('on24ClientId', '=', on24ClientId)
      .orderBy('seq')
      .execute()
    return rows.map(({ kind, ends }) => (ends === null ? kind : `end of ${ends}`))
  }

  function stateOf({ on24ClientId }: BenchAccount) {
    return getAccount(bench().store, on24ClientId)
  }

  async function rejected({ on24ClientId }: BenchAccount) {
    return bench()
      .store.selectFrom('waitingRow')
      .select('registrantId')
      .where('on24ClientId', '=', on24ClientId)
      .where('state', '=', 'rejected')
      .execute()
  }

  function registrantIds(account: BenchAccount): string[] {
    return account.list().rows.map(({ cells }) => cells[REGISTRANT_ID] ?? '')
  }

  return {
    bench,
    refuse,
    delivered,
    register,
    run,
    troubles,
    notices,
    stateOf,
    rejected,
    registrantIds,
  }
}
