/** Faults that leave a vendor's answer as it is but for what a test makes odd in it. */
import { z } from 'zod'
import type { FaultEffect } from '../../src/sandbox/faults.ts'

type JsonObject = Record<string, unknown>

/** Changes the whole JSON answer. `change` may edit it in place, or return another one. */
export function rewriteJson(change: (body: JsonObject) => unknown): FaultEffect {
  return {
    rewrite: (text) => {
      const body = z.record(z.string(), z.unknown()).parse(JSON.parse(text))
      return JSON.stringify(change(body) ?? body)
    },
  }
}

/** Changes the rows under `key`, one after the other. `change` may edit it in place, or return another one. */
export function rewriteRows(key: string, change: (row: JsonObject) => unknown): FaultEffect {
  return rewriteJson((body) => {
    const rows = z.array(z.record(z.string(), z.unknown())).parse(body[key] ?? [])
    return { ...body, [key]: rows.map((row) => change(row) ?? row) }
  })
}
