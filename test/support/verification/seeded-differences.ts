/**
 * Differences between Act-On and ON24, seeded at random, and the findings that a comparison must report for them. These
 * follow from what was done and from ON24's current state, not from anything that the service stored.
 */
import type { Random } from '../../../sandbox/random.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import type { TrueList, TrueRow } from '../../../sandbox/act-on/truth.ts'
import type { FindingKind } from '../../../src/contracts/finding.ts'
import { EXPECTED_HEADINGS } from '../expectation/expected-cells.ts'
import { ExpectedAccount } from '../expectation/expected-account.ts'
import { servedTruth } from '../expectation/served-truth.ts'
import {
  IN_ACT_ON,
  IN_ON24,
  OTHER_HEADINGS,
  type Place,
  REGISTRANT_ID,
  type Seeding,
} from './seeded-rows.ts'
import { eventIdIn, lineOf, type SettledLists } from './settled-lists.ts'

const LISTS_OF_A_KIND = 3
/** What only a user can undo. */
const NOT_REPAIRED: readonly string[] = ['listMoved', 'columnMissing'] satisfies FindingKind[]

export class SeededDifferences {
  readonly #sandbox: Sandbox
  readonly #account: SettledLists
  readonly #random: Random
  /** Lists whose rows a comparison can tell apart. */
  readonly #comparable: TrueList[]
  /** By list id: the rows that nothing has been done to yet. */
  readonly #untouched: ReadonlyMap<string, TrueRow[]>
  readonly #columnGone = new Map<string, string>()
  readonly #lines: string[] = []
  readonly #changed: Place[] = []
  readonly #undo: (() => void)[] = []
  #addresses = 0

  constructor(sandbox: Sandbox, account: SettledLists, random: Random) {
    this.#sandbox = sandbox
    this.#account = account
    this.#random = random
    // Lists are created and filled in any order, and the same seed must cause the same differences.
    this.#comparable = account.lists().toSorted((a, b) => eventIdIn(a) - eventIdIn(b))
    this.#untouched = new Map(
      this.#comparable.map(({ listId, rows }) => [
        listId,
        rows.toSorted((a, b) => Number(idIn(a)) - Number(idIn(b))),
      ]),
    )
  }

  /**
   * Causes as many findings, first about lists, then about rows. In webinars that are not quiet, a run may write at any
   * time: only users change their rows.
   */
  seed(count: number, isQuiet: (eventId: number) => boolean = () => true): void {
    for (const list of this.#someLists(isQuiet)) this.#deleteList(list)
    for (const list of this.#someLists(isQuiet)) this.#deleteColumn(list)
    for (const list of this.#someLists(isQuiet)) this.#moveList(list)
    const seeding: Seeding = {
      sandbox: this.#sandbox,
      account: this.#account,
      random: this.#random,
      columnGone: this.#columnGone,
      take: (list) => this.#take(list),
      newAddress: () => `seeded${String((this.#addresses += 1))}.zq7canary@example.com`,
      found: (...finding) => this.#found(...finding),
      changed: (place) => void this.#changed.push(place),
    }
    while (this.#lines.length + this.#changed.length < count) {
      // Throws when nothing is left that could be made to differ.
      const list = this.#random.pick(this.#comparable.filter((one) => this.#hasUntouched(one)))
      const eventId = eventIdIn(list)
      const seedRow = this.#random.pick(isQuiet(eventId) ? [...IN_ACT_ON, ...IN_ON24] : IN_ACT_ON)
      const row = this.#take(list)
      if (row !== null) seedRow(seeding, { list, eventId, row, registrantId: idIn(row) })
    }
  }

  /** One line for each finding, sorted. Call it when the comparison is about to begin. */
  expected(): string[] {
    const wanted = this.#inOn24()
    const lists = this.#sandbox.actOn.lists(this.#account.accountId)
    const rows = new Map(
      lists.flatMap((list) => list.rows.map(({ recordId, cells }) => [recordId, cells])),
    )
    const changes = this.#changed.map((place) =>
      this.#lineOfChange(place, rows.get(place.row.recordId), wanted.get(place.registrantId)),
    )
    return [...this.#lines, ...changes].toSorted()
  }

  expectedAfterRepair(): string[] {
    return this.expected().filter((line) => NOT_REPAIRED.includes(line.split(' ')[1] ?? ''))
  }

  /** A user moves lists back into the account's folder, and adds the columns again, without their cells. */
  undoLists(): void {
    for (const undo of this.#undo) undo()
  }

  #someLists(isQuiet: (eventId: number) => boolean): TrueList[] {
    const quiet = this.#comparable.filter((list) => isQuiet(eventIdIn(list)))
    const chosen = new Set<TrueList>()
    while (chosen.size < LISTS_OF_A_KIND) chosen.add(this.#random.pick(quiet))
    return [...chosen]
  }

  #hasUntouched({ listId }: TrueList): boolean {
    return (this.#untouched.get(listId)?.length ?? 0) > 0
  }

  #take({ listId }: TrueList): TrueRow | null {
    const rows = this.#untouched.get(listId) ?? []
    if (rows.length === 0) return null
    return rows.splice(this.#random.int(0, rows.length - 1), 1)[0] ?? null
  }

  #found(...[kind, { eventId, registrantId }, columns = []]: Parameters<Seeding['found']>): void {
    const finding = { eventId: String(eventId), kind, on24RegistrantId: registrantId, columns }
    this.#lines.push(lineOf(finding))
  }

  #deleteList(list: TrueList): void {
    const eventId = eventIdIn(list)
    this.#sandbox.actOn.user.deleteList(this.#account.accountId, list.listId)
    this.#found('listGone', { eventId, registrantId: null })
    for (const row of list.rows) this.#found('missing', { eventId, registrantId: idIn(row) })
    this.#leaveOut(list)
  }

  #moveList(list: TrueList): void {
    const { user } = this.#sandbox.actOn
    const { accountId } = this.#account
    user.moveList(accountId, list.listId, 'Elsewhere')
    this.#undo.push(() => user.moveList(accountId, list.listId, list.folderName))
    this.#found('listMoved', { eventId: eventIdIn(list), registrantId: null })
  }

  #deleteColumn(list: TrueList): void {
    const { user } = this.#sandbox.actOn
    const { accountId } = this.#account
    const heading = this.#random.pick([...OTHER_HEADINGS, REGISTRANT_ID])
    const next = EXPECTED_HEADINGS[EXPECTED_HEADINGS.indexOf(heading) + 1]
    user.deleteColumn(accountId, list.listId, heading)
    this.#undo.push(() => user.addColumn(accountId, list.listId, heading, next))
    this.#found('columnMissing', { eventId: eventIdIn(list), registrantId: null }, [heading])
    this.#columnGone.set(list.listId, heading)
    if (heading === REGISTRANT_ID) this.#leaveOut(list)
  }

  #leaveOut(list: TrueList): void {
    this.#comparable.splice(this.#comparable.indexOf(list), 1)
  }

  #lineOfChange(
    { list, eventId, registrantId }: Place,
    found: TrueRow['cells'] = {},
    wanted: TrueRow['cells'] = {},
  ): string {
    const gone = this.#columnGone.get(list.listId)
    const columns = EXPECTED_HEADINGS.filter(
      (heading) => heading !== gone && found[heading] !== wanted[heading],
    )
    const finding = { kind: 'different' as const, on24RegistrantId: registrantId, columns }
    return lineOf({ eventId: String(eventId), ...finding })
  }

  /** The cells that rows should have, by registrant id. */
  #inOn24(): ReadonlyMap<string, TrueRow['cells']> {
    const { on24ClientId, timeZone } = this.#account
    const expected = new ExpectedAccount(timeZone)
    expected.observe(servedTruth(this.#sandbox, on24ClientId))
    const rows = [...expected.lists().values()].flatMap((list) => [...list.rows.values()])
    return new Map(rows.map(({ registrantId, cells }) => [String(registrantId), cells]))
  }
}

function idIn({ cells }: TrueRow): string {
  return cells[REGISTRANT_ID] ?? ''
}
