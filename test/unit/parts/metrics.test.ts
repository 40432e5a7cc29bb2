import { expect, test } from 'vitest'
import { createMetrics } from '../../../src/observability/metrics.ts'

test('metrics count vendor calls and their waits, contacts, notices and runs, and no label names an account', async () => {
  const metrics = createMetrics()
  metrics.onVendorCall({ vendor: 'on24', endpoint: 'events', result: 200, durationMs: 120 })
  metrics.onVendorCall({ vendor: 'actOn', endpoint: 'merge', result: 'ECONNRESET', durationMs: 9 })
  metrics.onPaceWait({ vendor: 'on24', share: 'backfill', waitMs: 3000 })
  metrics.onContacts('created', 25)
  metrics.onNotice('givenUp')
  metrics.onNoticeAttempt('slack', 'failed')
  metrics.onRunEnd({ outcome: 'complete', seconds: 12 })

  const shown = await metrics.registry.metrics()
  expect(shown).toContain(
    'on24_act_on_vendor_calls_total{vendor="on24",endpoint="events",result="200"} 1',
  )
  expect(shown).toContain(
    'on24_act_on_vendor_calls_total{vendor="actOn",endpoint="merge",result="ECONNRESET"} 1',
  )
  expect(shown).toContain(
    'on24_act_on_vendor_call_seconds_sum{vendor="on24",endpoint="events"} 0.12',
  )
  expect(shown).toContain('on24_act_on_pace_wait_seconds_sum{vendor="on24",share="backfill"} 3')
  expect(shown).toContain('on24_act_on_contacts_total{outcome="created"} 25')
  expect(shown).toContain('on24_act_on_notices_total{outcome="givenUp"} 1')
  expect(shown).toContain('on24_act_on_notice_attempts_total{channel="slack",result="failed"} 1')
  expect(shown).toContain('on24_act_on_runs_total{outcome="complete"} 1')
  expect(shown).toContain('on24_act_on_run_seconds_count{outcome="complete"} 1')

  const labels = [...shown.matchAll(/^on24_act_on_\w+\{(.*)\}/gm)].flatMap(([, list = '']) =>
    list.split(',').map((label) => label.split('=')[0]),
  )
  expect([...new Set(labels)].sort()).toEqual([
    'channel',
    'endpoint',
    'le',
    'outcome',
    'result',
    'share',
    'vendor',
  ])
})
