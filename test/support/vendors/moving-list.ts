/** A list of ON24 that changes while it is read: rows arrive, move to the head and leave between two calls. */
import fc from 'fast-check'
import type { PageMarks } from '../../../src/contracts/scan.ts'

interface Row {
  readonly key: string
  readonly stamp: number
}

/** A change between two calls of a list that is sorted newest first. */
export type Move =
  | { readonly kind: 'arrive' }
  | { readonly kind: 'bump'; readonly at: number }
  | { readonly kind: 'leave'; readonly at: number }

/** A list that changes before each page is read, as planned. After the end of the plan it changes no more. */
export class MovingList {
  rows: Row[]
  callCount = 0
  readonly pageSize: number
  readonly plan: readonly (readonly Move[])[]
  readonly left = new Set<string>()
  /** The rows that were on the pages read: the latest stamp by key. */
  readonly found = new Map<string, number>()
  #clock = 0

  constructor(rowCount: number, pageSize: number, plan: readonly (readonly Move[])[]) {
    this.pageSize = pageSize
    this.plan = plan
    this.rows = Array.from({ length: rowCount }, (_, index) => this.#row(`first-${String(index)}`))
  }

  readonly readPage = (offset: number): Promise<PageMarks | null> => {
    for (const move of this.plan[this.callCount] ?? []) this.#apply(move)
    this.callCount += 1
    const pageCount = Math.ceil(this.rows.length / this.pageSize)
    if (offset > 0 && offset >= pageCount) return Promise.resolve(null)
    const start = offset * this.pageSize
    const rows = this.rows.slice(start, start + this.pageSize)
    for (const { key, stamp } of rows) this.found.set(key, stamp)
    const marks = rows.map(({ key, stamp }) => [key, String(stamp)] as const)
    return Promise.resolve({ rows: marks, total: this.rows.length, pageCount })
  }

  #row(key: string): Row {
    this.#clock += 1
    return { key, stamp: this.#clock }
  }

  #apply(move: Move): void {
    if (move.kind === 'arrive') {
      const row = this.#row('')
      this.rows.unshift({ ...row, key: `late-${String(row.stamp)}` })
      return
    }
    const [row] = this.rows.splice(move.at % Math.max(1, this.rows.length), 1)
    if (row === undefined) return
    if (move.kind === 'bump') this.rows.unshift(this.#row(row.key))
    else this.left.add(row.key)
  }
}

export const ARRIVE: Move = { kind: 'arrive' }
export const bump = (index: number): Move => ({ kind: 'bump', at: index })
export const leave = (index: number): Move => ({ kind: 'leave', at: index })

const at = fc.nat({ max: 200 })
const growing = fc.oneof(fc.constant(ARRIVE), at.map(bump))
const moving = fc.oneof(growing, at.map(leave))

/** Rows leave before three calls at most, so that the list does not shrink in at least one of the four scans. */
export const plans = fc
  .tuple(
    fc.array(fc.array(growing, { maxLength: 6 }), { maxLength: 40 }),
    fc.uniqueArray(fc.nat({ max: 60 }), { maxLength: 3 }),
    fc.array(fc.array(moving, { minLength: 1, maxLength: 6 }), { minLength: 3, maxLength: 3 }),
  )
  .map(([quiet, calls, shrinking]) => {
    const plan = Array.from({ length: 61 }, (_, index) => quiet[index] ?? [])
    calls.forEach((index, turn) => (plan[index] = shrinking[turn] ?? []))
    return plan
  })
