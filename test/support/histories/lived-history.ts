/** One account that lives through a random history, step by step, until Act-On has to equal ON24. */
import { createRandom } from '../../../sandbox/random.ts'
import type { ComparisonMode } from '../../../src/contracts/comparison.ts'
import { HOLDS_NOTHING_BACK } from '../../../src/contracts/trouble.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { retryRejected } from '../../../src/store/rows/retry.ts'
import { troublesOfAccount } from '../../../src/store/troubles/troubles.ts'
import { getRun } from '../../../src/store/runs/runs.ts'
import { inTransaction } from '../../../src/store/database.ts'
import { describeFault, randomFault } from '../accounts/random-fault.ts'
import { unexplainedWaits } from '../accounts/unexplained-waits.ts'
import { REPAIR, VERIFY, WEEKLY } from '../verification/settled-account.ts'
import type { EndedComparison } from '../verification/ended-comparison.ts'
import { lineOfFinding, unequal } from './finding-lines.ts'
import type { HistoryAccount, HistoryParts } from './history-account.ts'
import { HistoryWebinar } from './history-webinar.ts'
import type { FaultStep, Slot, Step } from './history.ts'

const HOUR_MS = 3_600_000
/** The service can neither move a list nor add a column. */
const CANNOT_BE_REPAIRED = / (listMoved|columnMissing) /
/** Until some weeks before the autumn's stretch. */
const MONTHS_MS = 200 * 24 * HOUR_MS

export class LivedHistory {
  readonly log: string[] = []
  readonly #parts: HistoryParts
  readonly #account: HistoryAccount
  readonly #webinars: readonly HistoryWebinar[]
  readonly #knownLists = new Set<string>()
  #faults: (() => void)[] = []
  #isWell = false
  /** The first error with the log so far. The account does nothing afterwards. */
  #wrong: string | null = null

  constructor(parts: HistoryParts, account: HistoryAccount) {
    this.#parts = parts
    this.#account = account
    const now = parts.sandbox.clock.now().getTime()
    // One is live in spring, the other in autumn.
    this.#webinars = [
      { title: 'Spring', liveStartAt: new Date(now + HOUR_MS) },
      { title: 'Autumn', liveStartAt: new Date(now + MONTHS_MS) },
    ].map((webinar) => new HistoryWebinar(parts.sandbox, account, webinar))
  }

  get wrong(): string | null {
    return this.#wrong
  }

  get isWell(): boolean {
    return this.#isWell || this.#wrong !== null
  }

  /** What happens before the next run. */
  happen(slot: Slot): void {
    if (this.#wrong !== null) return
    for (const step of slot) {
      const said = this.#make(step)
      if (said !== null) this.log.push(`  ${said}`)
    }
  }

  #make(step: Step): string | null {
    switch (step.do) {
      case 'fault':
      case 'liftFaults':
        return this.#makeFault(step)
      case 'register':
      case 'optInLate':
      case 'registerTwin':
      case 'changeAddress':
      case 'swapAddresses':
      case 'forget':
      case 'cancel':
      case 'undoCancel':
      case 'attend':
      case 'edit':
      case 'renameWebinar':
        return this.#webinars[step.webinar]?.makeInOn24(step) ?? null
      default:
        return this.#webinars[step.webinar]?.makeInActOn(step) ?? null
    }
  }

  #makeFault(step: FaultStep): string {
    if (step.do === 'liftFaults') return this.#lift()
    const draw = this.#parts.draw ?? randomFault
    const fault = draw(createRandom(String(step.seed)), this.#account)
    this.#faults.push(this.#parts.sandbox.faults.add(fault))
    return `fault ${describeFault(fault)}`
  }

  #lift(): string {
    for (const withdraw of this.#faults) withdraw()
    this.#faults = []
    return 'faults are withdrawn'
  }

  async run(): Promise<void> {
    await this.#unlessWrong(async () => {
      const { store } = this.#parts
      const { runKey, said } = await this.#account.run()
      const { outcome, ledger } = await getRun(store, runKey)
      const troubles = await this.#troubles()
      this.log.push(`run ${runKey}: ${String(outcome)} ${JSON.stringify(ledger)}`)
      this.log.push(...[...new Set(said), ...troubles].map((line) => `    ${line}`))
      this.#isWell = outcome === 'complete' && troubles.every(holdsNothingBack)
      this.#note(await unexplainedWaits(store, this.#account.on24ClientId, runKey))
      this.#look()
      if (outcome === 'complete') await this.#checkReadBy(runKey)
    })
  }

  /** The weekly comparison in the middle of the history, whatever the vendors answer then. */
  async compareWeekly(): Promise<void> {
    this.#isWell = false
    await this.#unlessWrong(async () => {
      await this.#compare(WEEKLY)
    })
  }

  /** The vendors answer again, and users restore the columns without which no row can be recognised. */
  endFaults(): void {
    if (this.#faults.length > 0) {
      this.#isWell = false
      this.log.push(this.#lift())
    }
    for (const { users } of this.#webinars) {
      if (users?.hasLostKeyColumns !== true) continue
      this.#isWell = false
      this.log.push(users.restoreColumns() ?? 'restored')
    }
  }

  /** Relinks, probes and retries as an operator would, then runs. Does nothing if the account has recovered. */
  async recover(): Promise<void> {
    if (this.isWell) return
    await this.#unlessWrong(async () => {
      const { store } = this.#parts
      const account = await getAccount(store, this.#account.on24ClientId)
      if (account.needsRelinkSince !== null) await this.#account.link()
      if (account.nextProbeAt !== null) await this.#account.probe()
      await inTransaction(store, (tx) => retryRejected(tx, this.#account.on24ClientId, this.#parts.sandbox.clock.now()))
    })
    await this.run()
  }

  /** After days without change: the weekly comparison, and what is left for a repair. */
  async end(): Promise<void> {
    await this.#unlessWrong(async () => {
      if (!this.#isWell) this.#note(['the account has not recovered'])
      const lasting = this.#webinars.flatMap((webinar) => webinar.differences()?.lasting ?? [])
      const weekly = await this.#compare(WEEKLY)
      this.#look()
      const standing = this.#standing()
      const mended = lasting.filter((line) => !standing.includes(line))
      this.#note(mended.map((line) => `the weekly comparison has mended: ${line}`))
      const left = weekly.filter(({ repairedAt }) => repairedAt === null)
      this.#note(unequal('left by the weekly comparison', left.map(lineOfFinding), standing))
      if (standing.length > 0) await this.#repair(standing)
      for (const webinar of this.#webinars) this.#note(webinar.wronglyKeptOrChanged())
    })
  }

  async #repair(standing: readonly string[]): Promise<void> {
    const repaired = await this.#compare(REPAIR)
    this.#look()
    this.#note(unequal('found by the repair', repaired.map(lineOfFinding), standing))
    const stays = this.#standing()
    const unrepaired = stays.filter((line) => !CANNOT_BE_REPAIRED.test(line))
    this.#note(unrepaired.map((line) => `not repaired: ${line}`))
    const found = await this.#compare(VERIFY)
    this.#note(unequal('found after the repair', found.map(lineOfFinding), stays))
  }

  async #compare(mode: ComparisonMode): Promise<EndedComparison['findings']> {
    const { runKey, findings } = await this.#account.compare(mode)
    const { ledger, outcome } = await getRun(this.#parts.store, runKey)
    this.log.push(`compared ${JSON.stringify(mode)}: ${String(outcome)} ${JSON.stringify(ledger)}`)
    this.log.push(...findings.map((finding) => `    ${JSON.stringify(finding)}`))
    if (outcome !== 'complete' && this.#isWell) this.#note([`a comparison ended ${String(outcome)}`])
    return findings
  }

  /** Every difference between the lists and ON24's truth, as a comparison has to find it. Each has a user's cause. */
  #standing(): string[] {
    return this.#webinars.flatMap((webinar) => {
      const differences = webinar.differences()
      if (differences === null) this.#note([`${webinar.eventId} has no list`])
      this.#note((differences?.unexplained ?? []).map((line) => `no user has caused: ${line}`))
      return differences?.findings ?? []
    })
  }

  /** What a complete run has read is in Act-On, except for what users changed. A deleted list may be unnoticed yet. */
  async #checkReadBy(runKey: string): Promise<void> {
    const eventIds = await this.#readBy(runKey)
    for (const webinar of this.#webinars.filter(({ eventId }) => eventIds.has(eventId))) {
      const { unexplained } = webinar.differences() ?? { unexplained: [] }
      this.#note(unexplained.map((line) => `complete, but no user has caused: ${line}`))
    }
  }

  /** Takes note of new lists. */
  #look(): void {
    const { actOn } = this.#parts.sandbox
    for (const { listId, name, folderName } of actOn.lists(this.#account.actOn.accountId)) {
      if (this.#knownLists.has(listId) || folderName !== this.#account.on24ClientId) continue
      this.#knownLists.add(listId)
      const of = this.#webinars.find(({ eventId }) => name.endsWith(`(${eventId})`))
      const wrong = of === undefined ? `a list of no webinar: ${name}` : of.takeList(listId, name)
      if (wrong !== null) this.#note([wrong])
    }
    for (const webinar of this.#webinars) webinar.look()
  }

  async #readBy(runKey: string): Promise<ReadonlySet<string>> {
    const rows = await this.#parts.store
      .selectFrom('runWebinar')
      .select('eventId')
      .where('runKey', '=', runKey)
      .where('readState', '=', 'read')
      .execute()
    return new Set(rows.map(({ eventId }) => eventId))
  }

  async #troubles(): Promise<string[]> {
    const troubles = await troublesOfAccount(this.#parts.store, this.#account.on24ClientId)
    return troubles.map(({ kind, eventId, detail }) => `${kind} ${String(eventId)} ${detail}`)
  }

  async #unlessWrong(what: () => Promise<void>): Promise<void> {
    if (this.#wrong !== null) return
    try {
      await what()
    } catch (error) {
      this.#note([error instanceof Error ? (error.stack ?? error.message) : String(error)])
    }
  }

  #note(lines: readonly string[]): void {
    if (lines.length > 0) this.#wrong ??= [...lines, '--', ...this.log].join('\n')
  }
}

function holdsNothingBack(trouble: string): boolean {
  return HOLDS_NOTHING_BACK.some((kind) => trouble.startsWith(`${kind} `))
}
