/** Limits calls per minute of real time, by class and in total. ON24 does not say when to retry. */
import type { EndpointClass, On24Knobs } from './knobs.ts'
import { Refusal } from './refusal.ts'

const MINUTE_MS = 60_000

export function createQuotas(knobs: On24Knobs) {
  const admitted = new Map<string, number[]>()

  /** Times of the last minute's calls. Returns the stored list itself, so callers can append to it. */
  const recent = (key: string): number[] => {
    const since = performance.now() - MINUTE_MS
    const times = (admitted.get(key) ?? []).filter((time) => time > since)
    admitted.set(key, times)
    return times
  }
  return {
    /** Counts the call, or throws a `Refusal`; refused calls are not counted. */
    take: (on24ClientId: string, kind: EndpointClass) => {
      const ofClass = recent(`${on24ClientId} ${kind}`)
      const inAll = recent(on24ClientId)
      if (ofClass.length >= knobs.callsPerMinute[kind]) {
        const words = 'You reached the maximum number of calls for this endpoint'
        throw new Refusal(knobs.quotaStatus, words)
      }
      if (inAll.length >= knobs.callsPerMinuteInAll) {
        const words = 'You have reached the maximum number of calls for this api.'
        throw new Refusal(knobs.quotaStatus, words)
      }
      ofClass.push(performance.now())
      inAll.push(performance.now())
    },
  }
}
