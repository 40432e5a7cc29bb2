/** Query parameters as ON24 reads them: names in any case, flags as Y and N. */
import type { Request } from 'express'
import { Refusal } from './refusal.ts'

export interface Query {
  /** Undefined when absent or empty. */
  text(name: string): string | undefined
  flag(name: string): boolean
  /** A whole number of 0 or more; refused with 400 when it is something else. */
  number(name: string, byDefault: number): number
  /** The values of a list with commas. */
  list(name: string): string[]
  /** The same text for queries that differ in the page only. */
  readonly key: string
}

const PAGE_NAMES = new Set(['pageoffset', 'itemsperpage'])

export function readQuery(request: Request): Query {
  const values = new Map<string, string>()
  for (const [name, value] of new URL(request.originalUrl, 'http://on24').searchParams) {
    values.set(name.toLowerCase(), value)
  }
  const text = (name: string) => values.get(name) || undefined
  return {
    text,
    flag: (name) => text(name)?.toUpperCase() === 'Y',
    number: (name, byDefault) => {
      const given = text(name)
      if (given === undefined) return byDefault
      if (!/^\d+$/.test(given)) throw new Refusal(400, `Invalid value for ${name}.`)
      return Number(given)
    },
    list: (name) => (text(name) ?? '').split(',').filter((part) => part !== ''),
    key: JSON.stringify([...values].filter(([name]) => !PAGE_NAMES.has(name)).sort()),
  }
}
