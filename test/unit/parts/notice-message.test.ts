/** A notice's words: who, what, since when, and what to do, once each. */
import { expect, test } from 'vitest'
import { NEXT_STEP_OF_TROUBLE, NOTICE_WORDS } from '../../../src/contracts/notice-words.ts'
import { EXTRA_ROWS, TROUBLE_KINDS } from '../../../src/contracts/trouble.ts'
import { troubleSummary, troubleWords } from '../../../src/contracts/trouble-words.ts'
import { messageText } from '../../../src/notices/message.ts'
import type { Notice } from '../../../src/store/notices.ts'

const AT = new Date('2026-06-15T07:00:59Z')
const ACCOUNT = { name: 'Brightwater', on24ClientId: '22950' }
const URL = 'https://sync.example.com/accounts/22950'

const LINKS = { statusUrl: URL, customerPage: null }

const NOTICE: Notice = {
  ...{ id: 'n', seq: '1', on24ClientId: '22950', kind: 'failing', ends: null, createdAt: AT },
  ...{ reason: 'ON24 does not answer.', dispatchedAt: null, triedAt: null, settledAt: null },
  outcome: null,
}

test('a trouble of the account says what to do', () => {
  expect(messageText(NOTICE, ACCOUNT, { what: 'trouble', trouble: 'failing' }, LINKS)).toEqual({
    subject: 'Brightwater (22950) is failing',
    headline: 'Brightwater is failing',
    happened: 'ON24 does not answer.',
    facts: [
      ['Account', 'Brightwater (ON24 client 22950)'],
      ['Since', '2026-06-15 07:00 UTC'],
    ],
    nextStep: NEXT_STEP_OF_TROUBLE.failing,
    link: { label: 'Open the account’s page', url: URL },
  })
})

test('a lost link names the customer’s own page, if there is a link to it', () => {
  const customerPage = 'https://sync.example.com/status/token'
  const due = { what: 'trouble', trouble: 'needsRelink' } as const
  const links = { ...LINKS, customerPage }
  expect(messageText({ ...NOTICE, kind: 'needsRelink' }, ACCOUNT, due, links).facts).toContainEqual(
    ['Customer’s own page', customerPage],
  )
})

test('an end has the subject of its beginning, and both times', () => {
  const end = { ...NOTICE, kind: 'recovered', ends: 'failing', reason: 'A run succeeded.' } as const
  const lastedSince = new Date('2026-06-15T01:00:00Z')
  const due = { what: 'recovery', ends: 'failing', lastedSince, begunBy: 'm' } as const
  expect(messageText(end, ACCOUNT, due, LINKS)).toMatchObject({
    subject: 'Brightwater (22950) is failing',
    headline: `Over: Brightwater ${NOTICE_WORDS.failing.is}`,
    happened: 'A run succeeded.',
    facts: [
      ['Account', 'Brightwater (ON24 client 22950)'],
      ['Since', '2026-06-15 01:00 UTC'],
      ['Until', '2026-06-15 07:00 UTC'],
    ],
    nextStep: 'No action is needed.',
  })
})

test.each([
  ...TROUBLE_KINDS.map((kind) => [kind, 'x'] as const),
  ['removalsHeld', EXTRA_ROWS] as const,
])('the next step of %s (%s) is not said twice', (kind, detail) => {
  const trouble = { kind, detail, eventId: '501', since: AT, rows: 3 }
  const notice = { ...NOTICE, kind, reason: troubleSummary([trouble]) }
  const { message, nextStep } = troubleWords(trouble)
  expect(messageText(notice, ACCOUNT, { what: 'trouble', trouble: kind }, LINKS)).toMatchObject({
    happened: `Webinar 501: ${message}`,
    nextStep,
  })
})

test('a reason in the words of an earlier release is shown whole', () => {
  const notice = { ...NOTICE, kind: 'listRefused', reason: 'Something else.' } as const
  const due = { what: 'trouble', trouble: 'listRefused' } as const
  expect(messageText(notice, ACCOUNT, due, LINKS)).toMatchObject({
    happened: 'Something else.',
    nextStep: 'Look at the problems of the account.',
  })
})
