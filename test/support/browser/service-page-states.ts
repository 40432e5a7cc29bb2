/** The pages about the service as a whole: tests of notices, audit trails found by an id, and orphans. */
import { findAuditPage, unregisteredAuditPage } from '../../../src/web/pages/audit/audit-page.ts'
import {
  askNoticeTestPage,
  noticeTestPage,
} from '../../../src/web/pages/notices/notice-test-page.ts'
import { orphansPage } from '../../../src/web/pages/orphans/orphans-page.ts'
import { removeOrphanPage } from '../../../src/web/pages/orphans/remove-orphan-page.ts'
import { ENTRIES, listOf } from './account-tab-examples.ts'
import { LONG_NAME, NOW } from './status-page-examples.ts'

const ORPHANS = [
  { on24ClientId: '70001', hasSchedule: true, hasController: true, seenAt: NOW.toISOString() },
]

/** By name. */
export function servicePageStates(): readonly (readonly [string, string])[] {
  return [
    [
      'notice-test',
      noticeTestPage({
        operator: 'ada',
        tests: [
          { channel: 'webhook', ok: true, problem: null },
          { channel: 'slack', ok: false, problem: 'Slack (NOTIFY_SLACK_URL) answered 429.' },
        ],
        account: null,
      }),
    ],
    [
      'notice-test-of-account',
      noticeTestPage({
        operator: 'ada',
        tests: [
          { channel: 'webhook', ok: true, problem: null },
          { channel: 'accountEmail', ok: true, problem: null },
        ],
        account: { on24ClientId: '22950', name: LONG_NAME },
      }),
    ],
    ['notice-test-ask', askNoticeTestPage('ada')],
    [
      'orphans',
      orphansPage({
        ...{ operator: 'ada', message: null, place: { given: {}, trail: 'x' }, now: NOW },
        orphans: { items: ORPHANS, nextCursor: 'x' },
      }),
    ],
    ['remove-orphan', removeOrphanPage('ada', '70001')],
    ['find-audit', findAuditPage({ operator: 'ada', typed: 'x', alert: 'Check the id.' })],
    ['audit-unregistered', unregisteredAuditPage('ada', listOf(ENTRIES))],
  ]
}
