/** Query parameters as ON24 parses them: names in any case, flags as Y and N. */
import type { Request } from 'express'
import { Refusal } from './refusal.ts'

export interface Query {
  /** Undefined when absent or empty. */
  text(name: string): string | undefined
  flag(name: string): boolean
  /** A non-negative integer; anything else is refused with 400. */
  number(name: string, byDefault: number): number
  /** The values of a comma-separated list. */
  list(name: string): string[]
  /** Equal for queries that differ only in the page. */
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
