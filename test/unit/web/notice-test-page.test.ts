/** The page after a test of the notices shows a failure as one, with what to do, and nothing else as one. */
import { expect, test } from 'vitest'
import { NOTICE_CHANNELS } from '../../../src/contracts/notice.ts'
import { noticeTestPage } from '../../../src/web/pages/notices/notice-test-page.ts'

const PAGE = { operator: 'ada', account: { on24ClientId: '22950', name: 'Brightwater' } }
const alertsIn = (page: string) =>
  [...page.matchAll(/role="alert" id="(\w+)"/g)].map(([, channel]) => channel)

test.each(NOTICE_CHANNELS)(
  'a failure of %s is an alert with its problem and a next step',
  (channel) => {
    const other = channel === 'slack' ? 'webhook' : 'slack'
    const page = noticeTestPage({
      ...PAGE,
      tests: [
        { channel: other, ok: true, problem: null },
        { channel, ok: false, problem: 'It answered 429.' },
      ],
    })
    expect(alertsIn(page)).toEqual([channel])
    expect(page).toContain('<title>Failed – Test of the notices')
    expect(page).toMatch(/failed<\/strong>: It answered 429\.<\/p>\s*<p>\s*Check /)
    expect(page.includes('/accounts/22950/change')).toBe(channel.startsWith('account'))
  },
)

test('channels that took the notice raise no alert', () => {
  const tests = NOTICE_CHANNELS.map((channel) => ({ channel, ok: true, problem: null }))
  const page = noticeTestPage({ ...PAGE, tests })
  expect(alertsIn(page)).toEqual([])
  expect(page).toContain('<title>Test of the notices')
})
