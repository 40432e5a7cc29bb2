/** One webinar of a history at both vendors: its people in ON24, and users of its list in Act-On. */
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import type { WorldAccount } from '../../../sandbox/world/accounts.ts'
import { ExpectedList } from '../expectation/expected-list.ts'
import { servedTruth } from '../expectation/served-truth.ts'
import { ActOnUsers } from './act-on-users.ts'
import { type ExpectedFinding, expectedFindings } from './expected-findings.ts'
import { lineOf } from './finding-lines.ts'
import type { On24Step, UserStep } from './history.ts'
import { On24Webinar } from './on24-webinar.ts'
import type { Content } from './touches.ts'

interface Differences {
  /** As a comparison has to find them. */
  readonly findings: readonly string[]
  /** Those that no user has caused. */
  readonly unexplained: readonly string[]
  /** Those that only a repair may mend: users deleted a row or edited a cell, and ON24 has not changed the row since. */
  readonly lasting: readonly string[]
}

export class HistoryWebinar {
  readonly #sandbox: Sandbox
  readonly #account: Pick<WorldAccount, 'on24ClientId' | 'actOn'>
  readonly #on24: On24Webinar
  /** The users of its present list; null while it has none. */
  #users: ActOnUsers | null = null

  constructor(
    sandbox: Sandbox,
    account: Pick<WorldAccount, 'on24ClientId' | 'actOn'>,
    webinar: { readonly title: string; readonly liveStartAt: Date },
  ) {
    this.#sandbox = sandbox
    this.#account = account
    this.#on24 = new On24Webinar(sandbox, account.on24ClientId, webinar)
  }

  get eventId(): string {
    return String(this.#on24.eventId)
  }

  get users(): ActOnUsers | null {
    return this.#users
  }

  makeInOn24(step: On24Step): string | null {
    const before = this.#on24.people()
    const said = this.#on24.make(step)
    const after = this.#on24.people()
    const { list, remembered } = this.#users ?? { list: null }
    for (const [registrantId, address] of before) {
      if (list !== null && !after.has(registrantId)) remembered?.forget(list, { registrantId, address })
    }
    return said
  }

  makeInActOn(step: UserStep): string | null {
    const { nextAddress } = this.#on24
    const wanted = this.#wanted()
    const content = (registrantId: string) => contentOf(wanted, registrantId)
    return this.#users?.make(step, { content, nextAddress }) ?? null
  }

  /** Takes note of a new list of the webinar. Returns what is wrong with it; null: nothing. */
  takeList(listId: string, name: string): string | null {
    if ((this.#users?.list ?? null) !== null) return `a second list ${name}`
    this.#users = new ActOnUsers(this.#sandbox, this.#account, listId)
    return this.#on24.names().includes(name) ? null : `a list with the name ${name}`
  }

  look(): void {
    const list = this.#users?.list ?? null
    if (list !== null) this.#users?.remembered.look(list)
  }

  /** Every difference between the list and ON24's truth; null if there is no list, although there ought to be one. */
  differences(): Differences | null {
    const wanted = this.#wanted()
    const users = this.#users
    const list = users?.list ?? null
    if (users === null || list === null) {
      return wanted.rows.size > 0 ? null : { findings: [], unexplained: [], lasting: [] }
    }
    const found = expectedFindings(list, {
      folderName: this.#account.on24ClientId,
      list: wanted,
      absent: this.#absent(wanted),
      isTheirs: (row, heading) => users.touches.isTheirs(row, heading),
    })
    const line = (one: ExpectedFinding) => lineOf({ eventId: this.eventId, ...one })
    return {
      findings: found.map(line),
      unexplained: found.filter((one) => !isExplained(one, users, wanted)).map(line),
      lasting: found.filter((one) => isLasting(one, users, wanted)).map(line),
    }
  }

  /** All others who are active have a row at an address of their own. */
  #absent({ rows }: ExpectedList): ReadonlySet<string> {
    const holders = new Set([...rows.values()].map(({ registrantId }) => String(registrantId)))
    const twins = this.#on24.active().filter((id) => !holders.has(id))
    return new Set([...this.#on24.forgotten(), ...twins])
  }

  /** What must have stayed, or must have gone, and has not: one line each. */
  wronglyKeptOrChanged(): string[] {
    const list = this.#users?.list ?? null
    if (this.#users === null || list === null) return []
    const { remembered } = this.#users
    const addresses = new Set(this.#on24.people().values())
    return [...remembered.ownChanges(list), ...remembered.forgottenLeft(list, addresses)]
  }

  /** What the list ought to hold, whatever was written before. */
  #wanted(): ExpectedList {
    const list = new ExpectedList()
    const { on24ClientId, actOn } = this.#account
    const served = servedTruth(this.#sandbox, on24ClientId)
    const truth = served.find(({ eventId }) => eventId === this.#on24.eventId)
    if (truth !== undefined) list.observe(truth, actOn.timeZone)
    return list
  }
}

function isExplained(one: ExpectedFinding, { touches }: ActOnUsers, wanted: ExpectedList): boolean {
  const { kind, registrantId, columns } = one
  if (registrantId === null) return true
  const row = { registrantId, address: addressOf(wanted, registrantId) }
  const content = contentOf(wanted, registrantId)
  if (kind === 'missing') return touches.explainMissing(row, content)
  if (kind !== 'userEdited') return touches.explainFurther(row)
  return columns.every((heading) => touches.explainCell(row, heading, content))
}

function isLasting(one: ExpectedFinding, { touches }: ActOnUsers, wanted: ExpectedList): boolean {
  const { kind, registrantId, columns } = one
  if (registrantId === null) return true
  const row = { registrantId, address: addressOf(wanted, registrantId) }
  const content = contentOf(wanted, registrantId)
  if (kind === 'missing') return touches.staysUntilRepair(row, 'row', content)
  if (kind !== 'userEdited') return false
  return columns.every((heading) => touches.staysUntilRepair(row, heading, content))
}

function addressOf({ rows }: ExpectedList, registrantId: string): string {
  const found = [...rows].find(([, row]) => String(row.registrantId) === registrantId)
  return found?.[0] ?? ''
}

function contentOf({ rows }: ExpectedList, registrantId: string): Content {
  const row = [...rows.values()].find((one) => String(one.registrantId) === registrantId)
  return row?.cells ?? null
}
