// The service's metrics for Prometheus. No label names an account or a person: label values must stay few.
import { collectDefaultMetrics, Counter, Histogram, Registry } from '@prometheus-io/client'
import type { OnVendorCall, VendorCall } from '../contracts/vendor-call.ts'

export interface Metrics {
  /** Served at `/metrics`. */
  readonly registry: Registry
  readonly onVendorCall: OnVendorCall
  /** Reported before each call: how long it waited to keep within the vendor's limits. */
  onPaceWait(wait: {
    readonly vendor: VendorCall['vendor']
    readonly share: string
    readonly waitMs: number
  }): void
  /** Contacts of a finished run, by their final bucket in the ledger. */
  onContacts(outcome: string, count: number): void
  /** Rows of ON24's account-level lists that a finished run skipped because they were unreadable. */
  onUnreadableRows(count: number): void
  /** How a notice to operators ended. */
  onNotice(outcome: string): void
  /** An attempt to deliver a notice on a channel. */
  onNoticeAttempt(channel: string, result: 'delivered' | 'failed'): void
  onRunEnd(run: { readonly outcome: string; readonly seconds: number }): void
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  const vendorCalls = new Counter({
    name: 'on24_act_on_vendor_calls_total',
    help: 'HTTP calls to ON24 and Act-On by endpoint and by status or network error',
    labelNames: ['vendor', 'endpoint', 'result'],
    registers,
  })
  const vendorCallSeconds = new Histogram({
    name: 'on24_act_on_vendor_call_seconds',
    help: 'Duration of HTTP calls to ON24 and Act-On, answered or not',
    labelNames: ['vendor', 'endpoint'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  })
  const paceWaitSeconds = new Histogram({
    name: 'on24_act_on_pace_wait_seconds',
    help: 'Waits before calls to ON24 and Act-On to keep within their limits; share: sync or backfill',
    labelNames: ['vendor', 'share'],
    buckets: [0.05, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  })
  const contacts = new Counter({
    name: 'on24_act_on_contacts_total',
    help: 'Contacts of finished runs by outcome',
    labelNames: ['outcome'],
    registers,
  })
  const unreadableRows = new Counter({
    name: 'on24_act_on_unreadable_rows_total',
    help: 'Rows of ON24 account-level lists that were skipped because they were unreadable',
    registers,
  })
  const notices = new Counter({
    name: 'on24_act_on_notices_total',
    help: 'Notices to operators by how they ended',
    labelNames: ['outcome'],
    registers,
  })
  const noticeAttempts = new Counter({
    name: 'on24_act_on_notice_attempts_total',
    help: 'Attempts to deliver a notice to operators by channel and by result: delivered or failed',
    labelNames: ['channel', 'result'],
    registers,
  })
  const runs = new Counter({
    name: 'on24_act_on_runs_total',
    help: 'Finished runs by outcome',
    labelNames: ['outcome'],
    registers,
  })
  const runSeconds = new Histogram({
    name: 'on24_act_on_run_seconds',
    help: 'Duration of finished runs, from start to outcome',
    labelNames: ['outcome'],
    buckets: [1, 5, 15, 60, 300, 900, 3_600, 10_800],
    registers,
  })

  return {
    registry,
    onVendorCall({ vendor, endpoint, result, durationMs }) {
      vendorCalls.inc({ vendor, endpoint, result: String(result) })
      vendorCallSeconds.observe({ vendor, endpoint }, durationMs / 1_000)
    },
    onPaceWait({ vendor, share, waitMs }) {
      paceWaitSeconds.observe({ vendor, share }, waitMs / 1_000)
    },
    onContacts(outcome, count) {
      contacts.inc({ outcome }, count)
    },
    onUnreadableRows(count) {
      unreadableRows.inc(count)
    },
    onNotice(outcome) {
      notices.inc({ outcome })
    },
    onNoticeAttempt(channel, result) {
      noticeAttempts.inc({ channel, result })
    },
    onRunEnd({ outcome, seconds }) {
      runs.inc({ outcome })
      runSeconds.observe({ outcome }, seconds)
    },
  }
}
