/** Speaks plain HTTP with the ON24 stand-in, as no client of ours does: no paging, no retry, no mapping. */
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { createCallLedger } from '../../../sandbox/call-ledger.ts'
import { createSandboxClock } from '../../../sandbox/clock.ts'
import { createFaultPlan } from '../../../sandbox/faults.ts'
import { startOn24 } from '../../../sandbox/on24/on24-server.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import type { WorldOptions } from '../../../sandbox/world/world-options.ts'
import { createWorld } from '../../../sandbox/world/world.ts'

const Id = z.union([z.number(), z.string()])

const Row = z.looseObject({
  eventid: Id.optional(),
  eventuserid: Id.optional(),
  clientid: Id.optional(),
  email: z.string().optional(),
  description: z.string().optional(),
  contenttype: z.string().optional(),
  userstatus: z.string().optional(),
  createtimestamp: z.string().optional(),
  lastactivity: z.string().optional(),
  lastupdated: z.string().optional(),
  engagementscore: z.number().optional(),
  eventanalytics: z.looseObject({ noshowcount: z.number().optional() }).optional(),
})
export type On24Row = z.infer<typeof Row>

const Body = z.looseObject({
  message: z.string().optional(),
  totalevents: z.number().optional(),
  totalregistrants: z.number().optional(),
  totalattendees: z.number().optional(),
  pagecount: z.number().optional(),
  currentpage: z.number().optional(),
  events: z.array(Row).optional(),
  registrants: z.array(Row).optional(),
  attendees: z.array(Row).optional(),
})

interface On24Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: z.infer<typeof Body>
}

export interface On24Caller {
  /** Without Act-On. */
  readonly sandbox: Omit<Sandbox, 'actOn' | 'close'>
  readonly clientId: string
  /** Path and query below `/v2/client/{clientId}`. */
  get(path: string): Promise<On24Reply>
  /** Below the origin, with any headers. */
  getAny(path: string, headers?: Record<string, string>): Promise<On24Reply>
}

/** An ON24 stand-in whose clock stands at `startAt` until the test moves it, closed when the test ends. */
export async function on24Sandbox(
  options: WorldOptions = { preset: 'empty' },
  startAt = '2026-06-10T19:00:00Z',
): Promise<On24Caller> {
  const standing = Date.parse(startAt)
  const clock = createSandboxClock({ now: () => standing })
  const world = createWorld(options, clock)
  const parts = { world, clock, faults: createFaultPlan(), ledger: createCallLedger() }
  const on24 = await startOn24(parts)
  onTestFinished(() => on24.close())
  const sandbox = { ...parts, on24 }
  const clientId = world.accounts[0]?.on24ClientId ?? ''
  const { accessTokenKey, accessTokenSecret } = world.account(clientId)
  const getAny = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(sandbox.on24.url + path, { headers })
    const body = Body.parse(await response.json())
    return { status: response.status, headers: response.headers, body }
  }
  return {
    sandbox,
    clientId,
    getAny,
    get: (path) => getAny(`/v2/client/${clientId}${path}`, { accessTokenKey, accessTokenSecret }),
  }
}

/** Ids come as numbers or strings. */
export function idsOf(rows: readonly On24Row[] | undefined): number[] {
  return (rows ?? []).map((row) => Number(row.eventuserid ?? row.eventid))
}

export function hours(count: number): number {
  return count * 3_600_000
}

export function days(count: number): number {
  return hours(24 * count)
}
