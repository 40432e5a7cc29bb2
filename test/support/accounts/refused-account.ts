/** One account whose calls the vendors refuse at random, from its first run until it has recovered. */
import { createRandom, type Random } from '../../../sandbox/random.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import type { Store } from '../../../src/store/database.ts'
import { getRun } from '../../../src/store/runs/runs.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { troublesOfAccount } from '../../../src/store/troubles/troubles.ts'
import { truthDifferences } from '../expectation/truth-differences.ts'
import { EditedWebinar } from './random-edits.ts'
import { describeFault, type FaultedAccount, randomFault } from './random-fault.ts'
import { noticesWithoutEnd, unexplainedWaits } from './unexplained-waits.ts'

const HOUR_MS = 3_600_000
export const REFUSALS_PER_CASE = 4

/** An account that is operated with or without Temporal. */
export interface Refusable extends FaultedAccount {
  readonly actOn: FaultedAccount['actOn'] & { readonly timeZone: string }
  /** Executes a whole run. `said` is for the message of a failed test. */
  run(): Promise<{ readonly runKey: string; readonly said: readonly string[] }>
  /** Links the account again, as its customer does. */
  link(): Promise<unknown>
  /** Probes Act-On, as the controller does when its next probe is due. */
  probe(): Promise<unknown>
}

export interface RefusedAccountParts {
  readonly sandbox: Sandbox
  readonly store: Store
  /** Default: any fault. */
  readonly draw?: typeof randomFault
}

export class RefusedAccount {
  readonly #parts: RefusedAccountParts
  readonly #account: Refusable
  readonly #random: Random
  readonly #log: string[]
  readonly #webinars: EditedWebinar[] = []
  /** Functions that withdraw the faults that are in effect. */
  #faults: (() => void)[] = []
  #runs = 0
  #left = REFUSALS_PER_CASE
  #isWell = false
  /** The first error with the log of the case. The account has no further runs afterwards. */
  #wrong: string | null = null

  constructor(parts: RefusedAccountParts, account: Refusable, seed: string) {
    this.#parts = parts
    this.#account = account
    this.#random = createRandom(seed)
    this.#log = [`case ${seed}`]
    const count = this.#random.int(1, 3)
    for (let n = 0; n < count; n += 1) {
      const liveStartAt = new Date(parts.sandbox.clock.now().getTime() + HOUR_MS)
      const eventId = parts.sandbox.world.addWebinar(account.on24ClientId, { liveStartAt })
      const random = createRandom(`${seed}:${String(n)}`)
      const webinar = new EditedWebinar(parts.sandbox, random, eventId)
      this.#webinars.push(webinar)
    }
  }

  /** Null when no error was found. */
  get wrong(): string | null {
    return this.#wrong
  }

  /** Mostly runs without refusals, so that there are rows that later runs can change. */
  async firstRun(): Promise<void> {
    if (this.#random.chance(0.3)) this.#refuse(1)
    await this.#runAndCheck()
  }

  async refusedRun(): Promise<void> {
    this.#edit()
    this.#refuse(this.#random.int(1, this.#left))
    await this.#runAndCheck()
  }

  /** Lasting faults now affect the same rows or others. */
  async laterRun(): Promise<void> {
    if (this.#left === 0 && this.#random.chance(0.5)) return
    if (this.#random.chance(0.5)) this.#edit()
    this.#refuse(this.#left)
    await this.#runAndCheck()
  }

  #edit(): void {
    for (const webinar of this.#webinars) if (this.#random.chance(0.7)) webinar.edit()
  }

  #refuse(times: number): void {
    this.#left -= times
    for (let n = 0; n < times; n += 1) {
      const fault = (this.#parts.draw ?? randomFault)(this.#random, this.#account)
      this.#log.push(describeFault(fault))
      this.#faults.push(this.#parts.sandbox.faults.add(fault))
    }
  }

  lift(): void {
    this.#isWell = false
    for (const withdraw of this.#faults) withdraw()
    this.#faults = []
    this.#log.push('faults are lifted')
  }

  /** Relinks, probes and edits rejected rows as necessary, then runs. Does nothing if the account has recovered. */
  async recover(): Promise<void> {
    if (this.#isWell || this.#wrong !== null) return
    const { store } = this.#parts
    const { on24ClientId } = this.#account
    const account = await getAccount(store, on24ClientId)
    this.#log.push(`recovers from ${account.state} (${String(account.stateReason)})`)
    if (account.needsRelinkSince !== null) await this.#account.link()
    if (account.nextProbeAt !== null) await this.#account.probe()
    await this.#touchRejected()
    await this.#runAndCheck()
  }

  /** Checks the account after its last run. */
  async endWell(): Promise<void> {
    const { store } = this.#parts
    const { on24ClientId } = this.#account
    this.#note('is left', await this.#troubles())
    this.#note('is not so in Act-On', this.#differences())
    this.#note('has no end that was told', await noticesWithoutEnd(store, on24ClientId))
    const { state } = await getAccount(store, on24ClientId)
    if (!this.#isWell) this.#note('has not become well', [state])
  }

  async #runAndCheck(): Promise<void> {
    if (this.#wrong !== null) return
    const { store } = this.#parts
    const { on24ClientId } = this.#account
    this.#runs += 1
    try {
      const { runKey, said } = await this.#account.run()
      const { outcome, ledger } = await getRun(store, runKey)
      const troubles = await this.#troubles()
      this.#log.push(`${runKey} ${String(outcome)} ${JSON.stringify(ledger)}`)
      this.#log.push(...[...said, ...troubles].map((line) => `  ${line}`))
      this.#isWell = outcome === 'complete' && troubles.length === 0
      this.#note('is not told', await unexplainedWaits(store, on24ClientId, runKey))
      this.#note('is rejected', await this.#wronglyRejected())
      if (outcome === 'complete') this.#note('is not so, but complete', this.#differences())
    } catch (error) {
      this.#note('broke the run', [String(error)])
    }
  }

  async #troubles(): Promise<string[]> {
    const troubles = await troublesOfAccount(this.#parts.store, this.#account.on24ClientId)
    return troubles.map(({ kind, eventId, detail }) => `${kind} ${String(eventId)} ${detail}`)
  }

  /** The differences between Act-On and the current state of ON24. */
  #differences(): string[] {
    return truthDifferences(this.#parts.sandbox, this.#account)
  }

  async #rejected() {
    return this.#parts.store
      .selectFrom('waitingRow')
      .select(['eventId', 'registrantId', 'rejectedReason', 'tries'])
      .where('on24ClientId', '=', this.#account.on24ClientId)
      .where('state', '=', 'rejected')
      .execute()
  }

  /** All rows are valid. Only an error code that may concern a single row can reject one, and only after two runs. */
  async #wronglyRejected(): Promise<string[]> {
    const rows = await this.#rejected()
    return rows
      .filter(
        ({ rejectedReason: reason }) =>
          this.#runs < 2 || !/^refused \((10777|10008)\)$/.test(reason ?? ''),
      )
      .map((row) => `${row.registrantId}: ${String(row.rejectedReason)}`)
  }

  async #touchRejected(): Promise<void> {
    for (const { eventId, registrantId } of await this.#rejected()) {
      this.#webinars.find((webinar) => String(webinar.eventId) === eventId)?.touch(registrantId)
    }
  }

  #note(what: string, lines: readonly string[]): void {
    if (lines.length === 0) return
    const webinars = this.#webinars.map((one) => `${String(one.eventId)}: ${one.log.join('; ')}`)
    const found = lines.map((line) => `${line} ${what}`)
    this.#wrong ??= [...found, ...this.#log, ...webinars].join('\n')
  }
}
