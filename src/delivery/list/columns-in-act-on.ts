/** A list's columns within one delivery: assumed to be ours until Act-On objects, then read again. */
import { ActOnUnknownColumn } from '../../act-on/errors.ts'
import { EMAIL_HEADING, REGISTRANT_ID_HEADING } from '../../mapping/field-table.ts'
import { endTroubles, recordTrouble } from '../../store/troubles/troubles.ts'
import { type ColumnPlan, OWN_COLUMNS, planColumns } from '../../mapping/column-plan.ts'
import type { Delivery } from '../delivery.ts'

const KEY_HEADINGS = [EMAIL_HEADING, REGISTRANT_ID_HEADING]

/** The column Email Address or ON24 Registrant ID is gone: nothing can be written to the list until it is back. */
export class KeyColumnMissing extends Error {
  override readonly name = 'KeyColumnMissing'
  /** Which of these two headings are missing. */
  readonly missing: readonly string[]

  constructor(listId: string, missing: readonly string[]) {
    super(`List ${listId} has lost a column that identifies its rows.`)
    this.missing = missing.filter((heading) => KEY_HEADINGS.includes(heading))
  }
}

export class ListColumns {
  readonly listId: string
  readonly #delivery: Delivery
  #plan: ColumnPlan = OWN_COLUMNS
  #isRead: boolean

  /** `justMade`: the list was just created, so its columns are certainly ours. */
  constructor(delivery: Delivery, list: { readonly listId: string; readonly justMade: boolean }) {
    this.#delivery = delivery
    this.listId = list.listId
    this.#isRead = list.justMade
  }

  /** The current columns of the list. Throws KeyColumnMissing. */
  async read(): Promise<ColumnPlan> {
    if (!this.#isRead) await this.#readAgain()
    return this.#plan
  }

  /** Calls with the known plan. If Act-On does not know one of its columns, reads them again and calls once more. */
  async withPlan<T>(call: (plan: ColumnPlan) => Promise<T>): Promise<T> {
    try {
      return await call(this.#plan)
    } catch (error) {
      if (!(error instanceof ActOnUnknownColumn)) throw error
      await this.#readAgain()
      return await call(this.#plan)
    }
  }

  /** After a refusal: checks that the list exists. Throws if the list does not answer. */
  async ensureListAnswers(): Promise<void> {
    if (!this.#delivery.findings.answered) await this.#readAgain()
  }

  async #readAgain(): Promise<void> {
    const { actOn, store, signal, now, findings } = this.#delivery
    const plan = planColumns(await actOn.readHeadings(this.listId, { signal }))
    findings.answered = true
    this.#plan = plan
    this.#isRead = true
    if (plan.emailHeading === null || plan.registrantIdHeading === null) {
      throw new KeyColumnMissing(this.listId, plan.missing)
    }
    const detail = plan.missing.join(', ')
    if (detail === '') await endTroubles(store, this.#delivery, ['columnMissing'])
    else await recordTrouble(store, this.#delivery, { kind: 'columnMissing', detail, at: now() })
  }
}
