/** Faults that change only a part of a vendor's answer. */
import { z } from 'zod'
import type { FaultEffect } from '../../../sandbox/faults.ts'

export type JsonObject = Record<string, unknown>

/** Placeholders for invalid UTF-8 and for unescaped control characters, which JSON.stringify cannot produce. */
export const BROKEN_BYTES = 'zq7-broken-bytes'
export const RAW_CONTROLS = 'zq7-raw-controls'
const BYTES = new Map([
  [BROKEN_BYTES, Buffer.from([0x61, 0xff, 0xc3, 0x62, 0xed, 0xa0, 0x80])],
  [RAW_CONTROLS, Buffer.from([0x61, 0x00, 0x09, 0x0a, 0x1f])],
])

/** Changes the whole JSON answer. `change` may edit it in place or return a new one. */
export function rewriteJson(change: (body: JsonObject) => unknown): FaultEffect {
  return {
    rewrite: (text) => {
      const body = z.record(z.string(), z.unknown()).parse(JSON.parse(text))
      return bytesOf(JSON.stringify(change(body) ?? body))
    },
  }
}

/** Changes each row under `key`. `change` may edit a row in place or return a new one. */
export function rewriteRows(key: string, change: (row: JsonObject) => unknown): FaultEffect {
  return rewriteJson((body) => {
    const rows = z.array(z.record(z.string(), z.unknown())).parse(body[key] ?? [])
    return { ...body, [key]: rows.map((row) => change(row) ?? row) }
  })
}

function bytesOf(json: string): Buffer {
  let bytes = Buffer.from(json)
  for (const [marker, instead] of BYTES) {
    for (let at = bytes.indexOf(marker); at >= 0; at = bytes.indexOf(marker)) {
      bytes = Buffer.concat([bytes.subarray(0, at), instead, bytes.subarray(at + marker.length)])
    }
  }
  return bytes
}
