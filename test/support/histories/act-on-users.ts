/** What users do to one webinar's list in Act-On's own pages. */
import type { TrueList, TrueRow } from '../../../sandbox/act-on/truth.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import type { WorldAccount } from '../../../sandbox/world/accounts.ts'
import { EXPECTED_HEADINGS } from '../expectation/expected-cells.ts'
import { EMAIL, ID, ownHeadings } from './expected-findings.ts'
import type { UserStep } from './history.ts'
import { identityOf, RememberedRows } from './remembered-rows.ts'
import { type Content, Touches } from './touches.ts'

/** What is known of ON24 when users change something. */
export interface On24Now {
  /** ON24's content of a registration's row. */
  content(registrantId: string): Content
  /** The address of the next person who registers. */
  readonly nextAddress: string
}

type RowStep = Extract<UserStep, { do: 'deleteRow' | 'editCell' | 'fillCell' | 'editAddress' | 'editId' | 'copyRow' }>
type AddingStep = Extract<UserStep, { do: 'addRow' | 'bringBack' }>
type ListStep = Exclude<UserStep, RowStep | AddingStep>

export class ActOnUsers {
  readonly touches = new Touches()
  readonly remembered = new RememberedRows()
  readonly #sandbox: Sandbox
  readonly #accountId: string
  readonly #folderName: string
  readonly #listId: string
  #done = 0

  constructor(
    sandbox: Sandbox,
    { on24ClientId, actOn }: Pick<WorldAccount, 'on24ClientId' | 'actOn'>,
    listId: string,
  ) {
    this.#sandbox = sandbox
    this.#accountId = actOn.accountId
    this.#folderName = on24ClientId
    this.#listId = listId
  }

  /** Null once the list is deleted. */
  get list(): TrueList | null {
    const lists = this.#sandbox.actOn.lists(this.#accountId)
    return lists.find(({ listId }) => listId === this.#listId) ?? null
  }

  /** Returns what was done; null if it cannot be done. */
  make(step: UserStep, on24: On24Now): string | null {
    const { list } = this
    if (list === null) return null
    this.#done += 1
    this.remembered.look(list)
    switch (step.do) {
      case 'deleteRow':
      case 'editCell':
      case 'fillCell':
      case 'editAddress':
      case 'editId':
      case 'copyRow': {
        const row = list.rows[step.row % list.rows.length]
        return row === undefined ? null : this.#toRow(list, row, step, on24)
      }
      case 'addRow':
      case 'bringBack':
        return this.#add(list, step, on24)
      default:
        return this.#toList(list, step)
    }
  }

  /** True if no row can be recognised, so that rows wait until somebody restores the columns. */
  get hasLostKeyColumns(): boolean {
    const headings = ownHeadings(this.list?.headings ?? EXPECTED_HEADINGS)
    return !headings.has(EMAIL) || !headings.has(ID)
  }

  restoreColumns(): string | null {
    const { user } = this.#sandbox.actOn
    const headings = this.list?.headings ?? []
    for (const heading of headings) {
      const [, ours] = /^Their (.*)$/.exec(heading) ?? []
      if (ours === undefined || headings.includes(ours)) continue
      user.renameColumn(this.#accountId, this.#listId, heading, ours)
    }
    const missing = EXPECTED_HEADINGS.filter((ours) => this.list?.headings.includes(ours) === false)
    for (const ours of missing) {
      user.addColumn(this.#accountId, this.#listId, ours)
      this.touches.addColumn(ours)
    }
    return `user restored all columns, ${missing.join(', ')} anew`
  }

  #toRow(list: TrueList, row: TrueRow, step: RowStep, on24: On24Now): string | null {
    const { user } = this.#sandbox.actOn
    const { recordId, cells } = row
    const headings = ownHeadings(list.headings)
    const [emailHeading, idHeading] = [headings.get(EMAIL), headings.get(ID)]
    if (emailHeading === undefined || idHeading === undefined) return null
    if (this.remembered.isOwn(recordId, emailHeading)) return null
    const { id: registrantId, address } = identityOf(list, row)
    const before = Object.fromEntries([...headings].map(([ours, theirs]) => [ours, cells[theirs] ?? '']))
    const touch = (what: string, at = address) => {
      this.touches.addRow({ registrantId, address: at, recordId }, what, on24.content(registrantId), before)
    }
    const edit = (heading: string, value: string) => {
      user.editCell(this.#accountId, recordId, heading, value)
      return `user edited ${heading} of ${recordId} (${registrantId} ${address}) to "${value}"`
    }
    const n = String(this.#done)
    switch (step.do) {
      case 'deleteRow':
        touch('row')
        user.deleteRow(this.#accountId, recordId)
        return `user deleted row ${recordId} (${registrantId} ${address})`
      case 'editCell':
      case 'fillCell': {
        const ours = step.do === 'fillCell' ? 'Street Address 2' : step.heading
        const heading = headings.get(ours)
        if (heading === undefined) return null
        touch(ours)
        return edit(heading, `By a user ${n}`)
      }
      case 'editAddress':
        touch('row')
        touch('row', `typo${n}.${address}`)
        return edit(emailHeading, `typo${n}.${address}`)
      case 'editId':
        touch('row')
        return edit(idHeading, step.to)
      case 'copyRow': {
        touch('row')
        const copy = user.addRow(this.#accountId, this.#listId, {
          ...cells,
          ...(step.as === 'otherAddress' && { [emailHeading]: `copy${n}.${address}` }),
          ...(step.as === 'withoutId' && { [idHeading]: '' }),
        })
        return `user copied ${recordId} (${registrantId} ${address}) as ${step.as}: ${copy}`
      }
    }
  }

  #add(list: TrueList, step: AddingStep, on24: On24Now): string | null {
    const headings = ownHeadings(list.headings)
    const emailHeading = headings.get(EMAIL)
    if (emailHeading === undefined) return null
    const add = (cells: Readonly<Record<string, string>>) =>
      this.#sandbox.actOn.user.addRow(this.#accountId, this.#listId, cells)
    if (step.do === 'bringBack') {
      const old = this.remembered.old(step.nth)
      if (old === undefined) return null
      const [registrantId, address] = [old[ID] ?? '', old[EMAIL] ?? '']
      this.touches.addRow({ registrantId, address }, 'row', on24.content(registrantId), null)
      const cells = [...headings].map(([ours, theirs]) => [theirs, old[ours] ?? ''] as const)
      return `user brought back ${add(Object.fromEntries(cells))} (${registrantId} ${address})`
    }
    const own = `own${String(this.#done)}.${this.#listId}.zq7canary@example.com`
    const somebody = list.rows[step.row % list.rows.length]?.cells[emailHeading]
    const email = { own, 'of the next person': on24.nextAddress, 'of somebody': somebody }[step.at]
    if (email === undefined) return null
    const recordId = add({ [emailHeading]: email })
    this.remembered.addRow(recordId)
    if (step.at === 'own') this.remembered.addOwn(recordId, emailHeading, email)
    return `user added row ${recordId} ${email}`
  }

  #toList(list: TrueList, step: ListStep): string | null {
    const { user } = this.#sandbox.actOn
    const n = String(this.#done)
    const at = [this.#accountId, this.#listId] as const
    switch (step.do) {
      case 'renameList':
        user.renameList(...at, `Our best leads ${n}`)
        return 'user renamed the list'
      case 'moveList':
        user.moveList(...at, 'Elsewhere')
        return 'user moved the list'
      case 'moveListBack':
        user.moveList(...at, this.#folderName)
        return 'user moved the list back'
      case 'deleteList':
        user.deleteList(...at)
        return 'user deleted the list'
      case 'addColumn': {
        const heading = `Theirs ${n}`
        const before = list.headings.find((one) => one === step.before)
        user.addColumn(...at, heading, before)
        const [row] = list.rows
        if (row !== undefined) {
          user.editCell(this.#accountId, row.recordId, heading, 'Robin')
          this.remembered.addOwn(row.recordId, heading, 'Robin')
        }
        return `user added column ${heading}`
      }
      case 'deleteColumn':
      case 'loseIds': {
        const ours = step.do === 'loseIds' ? ID : step.heading
        const heading = ownHeadings(list.headings).get(ours)
        if (heading === undefined) return null
        this.touches.addColumn(ours)
        user.deleteColumn(...at, heading)
        return `user deleted column ${heading}`
      }
      case 'renameColumn':
        if (!list.headings.includes(step.heading)) return null
        this.touches.addColumn(step.heading)
        user.renameColumn(...at, step.heading, `Their ${step.heading}`)
        return `user renamed column ${step.heading}`
      case 'restoreColumns':
        return this.restoreColumns()
    }
  }
}
