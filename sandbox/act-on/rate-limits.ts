/**
 * Act-On's limits: calls per second in real time, calls in 24 hours by the sandbox clock. Refused calls are not
 * counted.
 */
import type { Answer } from '../http-server.ts'
import { gatewayError } from './answers.ts'
import type { ActOnContext } from './context.ts'
import { numberOf } from './state/database.ts'

export interface RateLimits {
  /** Counts a call, or returns the response that refuses it. */
  take(caller: { accountId: string | null; clientId: string }): Answer | null
}

const MINUTES_A_DAY = 24 * 60

export function createRateLimits(context: ActOnContext): RateLimits {
  const { database, clock, knobs } = context
  const arrivals = new Map<string, number[]>()
  const addCall = database.prepare(
    `INSERT INTO calls_by_minute VALUES (?, ?, 1)
     ON CONFLICT (scope, minute) DO UPDATE SET calls = calls + 1`,
  )
  const sumCalls = database.prepare(
    'SELECT coalesce(sum(calls), 0) AS n FROM calls_by_minute WHERE scope = ? AND minute > ?',
  )
  const secondIsFull = (scope: string, now: number) => {
    const from = knobs.secondWindow === 'sliding' ? now - 1000 : Math.floor(now / 1000) * 1000 - 1
    const recent = (arrivals.get(scope) ?? []).filter((at) => at > from)
    arrivals.set(scope, recent)
    return recent.length >= knobs.callsPerSecond
  }
  const dayIsFull = (scope: string, minute: number) => {
    const row = sumCalls.get(scope, minute - MINUTES_A_DAY)
    return row !== undefined && numberOf(row, 'n') >= knobs.callsPerDay
  }

  return {
    take: ({ accountId, clientId }) => {
      const byClient = knobs.limitScope === 'client'
      if (!byClient && accountId === null) return null
      const scope = byClient ? `client ${clientId}` : `account ${accountId}`
      const now = performance.now()
      const minute = Math.floor(clock.now().getTime() / 60_000)
      if (secondIsFull(scope, now) || dayIsFull(scope, minute)) return tooManyRequests(context)
      arrivals.get(scope)?.push(now)
      addCall.run(scope, minute)
      return null
    },
  }
}

/** The default response of the gateway product; Act-On's own is not known. */
export function tooManyRequests({ knobs }: ActOnContext): Answer {
  const { retryAfterSeconds } = knobs
  const headers =
    retryAfterSeconds === null ? undefined : { 'retry-after': String(retryAfterSeconds) }
  return gatewayError(429, 'Too Many Requests', 'Rate Limit exceeded', headers)
}
