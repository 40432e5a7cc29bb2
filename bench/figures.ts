/** A measured run in figures: lines for a person, and what exceeds its bound. */
import { ledgerAddsUp } from '../src/contracts/run.ts'
import { RunSeen } from '../test/support/processes/service-orders.ts'
import type { MeasuredRun } from './measured-run.ts'

const MOST_EVENTS = 2_000
const MOST_RSS_MB = 700

/** The service's default limits, which are the vendors' own or, for ON24, ours. */
const REAL_LIMITS = { on24CallsPerMinute: 100, actOnCallsPerMinute: (5 / 1.1) * 60 }

export function figuresOf(measured: MeasuredRun): string[] {
  const { name, run, seconds, events, peakRssBytes, startRssBytes } = measured
  const { outcome, ledger } = RunSeen.parse(run)
  const buckets = Object.entries({ ...ledger, ...ledger?.filtered, filtered: 0 })
    .filter(([, count]) => count !== 0)
    .map(([bucket, count]) => `${bucket} ${format(count)}`)
  const contactsPerSecond = (ledger?.read ?? 0) / seconds
  return [
    name,
    `  outcome            ${outcome ?? 'none'}`,
    `  ledger             ${buckets.join(', ') || 'empty'}`,
    `  webinars read      ${format(run.webinarsRead)}`,
    `  duration           ${seconds.toFixed(1)} s (${format(contactsPerSecond)} contacts/s)`,
    `  history            ${format(events)} events`,
    `  vendor calls       ON24 ${format(run.callsOn24)}, Act-On ${format(run.callsActOn)}`,
    `  at the real limits at least ${minutesAtRealLimits(measured).toFixed(1)} min`,
    `  worker's peak RSS  ${format(megabytes(peakRssBytes))} MB (${format(megabytes(startRssBytes))} MB before the run)`,
  ]
}

/** Reading and delivering go on side by side, so the slower vendor decides. */
function minutesAtRealLimits({ run }: MeasuredRun): number {
  return Math.max(
    run.callsOn24 / REAL_LIMITS.on24CallsPerMinute,
    run.callsActOn / REAL_LIMITS.actOnCallsPerMinute,
  )
}

/** Empty when the run is within its bounds. */
export function exceededBounds({ name, run, events, peakRssBytes }: MeasuredRun): string[] {
  const { outcome, ledger } = RunSeen.parse(run)
  return [
    ...(outcome === 'complete' && ledger !== null && ledgerAddsUp(ledger)
      ? []
      : [`${name}: did not end as complete`]),
    ...(events < MOST_EVENTS ? [] : [`${name}: ${format(events)} history events`]),
    ...(megabytes(peakRssBytes) < MOST_RSS_MB
      ? []
      : [`${name}: ${format(megabytes(peakRssBytes))} MB of memory`]),
  ]
}

function megabytes(bytes: number): number {
  return bytes / 1024 / 1024
}

function format(count: number): string {
  return Math.round(count).toLocaleString('en-US')
}
