import { describe, expect, test } from 'vitest'
import { ActOnAccountTaken } from '../../../src/accounts/link-account.ts'
import {
  ActOnAccessRefused,
  ActOnRequestRefused,
  ActOnUnavailable,
  ActOnUnexpectedResponse,
} from '../../../src/act-on/errors.ts'
import { ActOnTooManySignIns, ActOnWrongPassword } from '../../../src/act-on/tokens/token-errors.ts'
import { DayBudgetUsed } from '../../../src/store/paces/day-budget.ts'
import type { FirstSync } from '../../../src/web/link/first-sync.ts'
import { donePage } from '../../../src/web/link/pages/done-page.ts'
import { describeLinkFailure } from '../../../src/web/link/pages/link-failure.ts'
import { askWhom, type Operator } from '../../../src/web/link/pages/operator-words.ts'
import { type LinkPage, linkPage } from '../../../src/web/link/pages/link-page.ts'
import { describeFirstSync } from '../../../src/web/link/pages/sync-text.ts'
import { linkPageStates } from '../../support/browser/link-page-states.ts'
import { NO_OPERATOR, OPERATOR } from '../../support/browser/shown-operators.ts'

const TWO_LEFT = { left: 2, waitMs: 0 }
const EVIL = `"><script>alert('1')</script>`

describe('what went wrong with a submit', () => {
  test.each([
    [30_000, 'in about a minute'],
    [61_000, 'in about 2 minutes'],
    [20 * 60_000, 'in about 20 minutes'],
    [null, 'in about 60 minutes'],
  ])('after too many sign-ins, %s ms to wait are told as “%s”', (retryAfterMs, words) => {
    const failure = describeLinkFailure(
      new ActOnTooManySignIns(retryAfterMs),
      TWO_LEFT,
      NO_OPERATOR,
    )
    expect(failure?.nextStep).toContain(words)
    expect(failure?.retryAfterMs).toBe(retryAfterMs ?? 3_600_000)
  })

  test.each([
    new ActOnUnavailable('HTTP 503', true),
    new ActOnUnexpectedResponse('token', 'no pair of tokens'),
  ])('$name is shown only as an Act-On that cannot be reached', (error) => {
    expect(describeLinkFailure(error, TWO_LEFT, NO_OPERATOR)?.title).toBe(
      'Act-On cannot be reached right now',
    )
  })

  test.each([
    new ActOnAccessRefused('Act-On refused the access token.'),
    new ActOnRequestRefused(403, null, 'forbidden'),
  ])('$name after the sign-in is shown as an account that could not be read', (error) => {
    const { status, title, nextStep } =
      describeLinkFailure(error, TWO_LEFT, NO_OPERATOR) ?? expect.fail('no page')
    expect([status, title]).toEqual([503, 'Act-On did not show us the account'])
    expect(nextStep).toContain('try again in a few minutes')
  })

  test('a timeout blames neither Act-On nor the customer', () => {
    const failure = describeLinkFailure(
      new DOMException('It timed out.', 'TimeoutError'),
      TWO_LEFT,
      NO_OPERATOR,
    )
    expect(failure).toMatchObject({ status: 503, title: 'That took too long' })
    expect(JSON.stringify(failure)).not.toContain('Act-On')
  })

  test('after the last try, a wrong password says when the next one is possible', () => {
    const none = { left: 0, waitMs: 56 * 60_000 }
    expect(describeLinkFailure(new ActOnWrongPassword(), none, NO_OPERATOR)?.nextStep).toContain(
      'You have no tries left: the next one is possible in about 56 minutes.',
    )
  })

  test('used-up daily calls ask the customer to come back tomorrow', () => {
    expect(
      describeLinkFailure(new DayBudgetUsed(30_000), TWO_LEFT, NO_OPERATOR)?.nextStep,
    ).toContain('tomorrow')
  })

  test('the words of an error never reach the page', () => {
    const error = new ActOnAccountTaken('linked with ON24 client 22950')
    expect(JSON.stringify(describeLinkFailure(error, TWO_LEFT, NO_OPERATOR))).not.toContain('22950')
  })

  test('an internal error is not blamed on Act-On', () => {
    expect(
      describeLinkFailure(new TypeError('x is not a function'), TWO_LEFT, NO_OPERATOR),
    ).toBeNull()
  })
})

describe('how the first sync goes', () => {
  const progress = (state: FirstSync['state'], changes: Partial<FirstSync> = {}): FirstSync => ({
    state,
    webinars: { of: 22, read: 14, finished: 9 },
    inActOn: { lists: 1, contacts: 1240 },
    rejected: 0,
    ...changes,
  })

  test.each(['waiting', 'discovering', 'reading', 'writing'] as const)(
    'is polled while it is %s',
    (state) => {
      expect(describeFirstSync(progress(state), NO_OPERATOR).asksAgain).toBe(true)
      expect(describeFirstSync(progress(state), NO_OPERATOR).bar).not.toBeNull()
    },
  )

  test.each(['done', 'paused', 'waitingForQuota', 'needsRelink', 'failed'] as const)(
    'is not polled when it is %s',
    (state) => {
      expect(describeFirstSync(progress(state), NO_OPERATOR)).toMatchObject({
        asksAgain: false,
        bar: null,
      })
    },
  )

  test('is told in numbers', () => {
    expect(describeFirstSync(progress('reading'), NO_OPERATOR)).toMatchObject({
      detail: '14 of 22 webinars read. So far there are 1,240 contacts in 1 list in Act-On.',
      bar: { done: 9, of: 22 },
    })
    expect(describeFirstSync(progress('done', { rejected: 2 }), NO_OPERATOR).detail).toBe(
      'There are now 1,240 contacts in 1 list in Act-On. Act-On did not accept 2 other contacts; the operator of this service can see why.',
    )
  })

  test('explains what the first registrant will cause in an account without registrants', () => {
    const nobody = { lists: 0, contacts: 0 }
    expect(describeFirstSync(progress('done', { inActOn: nobody }), NO_OPERATOR).detail).toBe(
      'Your webinars have no registrants yet. The first registrant creates the first list.',
    )
  })

  test('a page refreshes itself without JavaScript only while the sync runs', () => {
    const page = (state: FirstSync['state']) =>
      donePage({
        operator: NO_OPERATOR,
        actOnAccountName: 'Contoso',
        folder: '22950',
        timeZone: 'America/Los_Angeles',
        unknownTimeZone: null,
        progress: progress(state),
        statusPath: null,
      })
    expect(page('reading')).toContain('http-equiv="refresh"')
    expect(page('done')).not.toContain('http-equiv="refresh"')
  })
})

/** A form in which nothing is typed yet. */
function formOf(operator: Operator, changes: Partial<LinkPage>): string {
  return linkPage({
    operator,
    account: { name: 'Contoso', on24ClientId: '22950' },
    keepsPassword: true,
    relink: null,
    userName: '',
    submission: 'submission',
    failure: null,
    fieldErrors: {},
    ...changes,
  })
}

describe('the pages', () => {
  test('show typed text and account names, and never run them', () => {
    const page = linkPage({
      operator: NO_OPERATOR,
      account: { name: EVIL, on24ClientId: EVIL },
      keepsPassword: false,
      relink: EVIL,
      userName: EVIL,
      submission: EVIL,
      failure: null,
      fieldErrors: { userName: EVIL, password: EVIL },
    })
    expect(page).not.toContain('<script>alert')
    expect(page.match(/&#34;&#62;&#60;script/g)).toHaveLength(10)
  })

  test('say in their title that a first link, or its renewal, has failed', () => {
    const fieldErrors = { password: 'Please enter your Act-On password.' }
    const titleOf = (relink: string | null) =>
      /<title>([^<]+)</.exec(formOf(NO_OPERATOR, { relink, fieldErrors }))?.[1]
    expect(titleOf(null)).toBe('Not linked yet – Link your Act-On account')
    expect(titleOf('Contoso')).toBe('Not renewed yet – Renew the link to Act-On')
  })

  test('name the operator who asks, whom to ask, and the privacy notice', () => {
    const form = (operator: Operator, relink: string | null = null) => formOf(operator, { relink })
    const named = form(OPERATOR)
    expect(named).toContain('Brightwater Events asks you to connect')
    expect(form(OPERATOR, 'Contoso')).toContain('Brightwater Events asks you to renew')
    expect(named).toContain(
      '<a href="mailto:help@brightwater.example">help@brightwater.example</a>',
    )
    expect(named).toContain('<a href="https://brightwater.example/privacy">Privacy notice</a>')
    expect(form(NO_OPERATOR)).toContain('This connects')
    expect(form(NO_OPERATOR)).toContain('Please ask the person who sent you the link.')
    expect(form(NO_OPERATOR)).not.toContain('<img')
    const taken = describeLinkFailure(new ActOnAccountTaken(), TWO_LEFT, OPERATOR)
    expect(taken?.nextStep).toContain('ask Brightwater Events')
  })

  test('name nobody whom the settings do not name', () => {
    const whom = (operator: Partial<Operator>) =>
      askWhom({ ...NO_OPERATOR, ...operator }).replaceAll(/<[^>]+>/g, '')
    const { name, contact } = OPERATOR
    expect(whom({})).toBe('Please ask the person who sent you the link.')
    expect(whom({ name })).toBe('Please ask Brightwater Events.')
    expect(whom({ contact })).toBe('Please ask help@brightwater.example.')
    expect(whom(OPERATOR)).toBe('Please ask Brightwater Events: help@brightwater.example.')

    const pages = (operator: Operator) => [...linkPageStates(operator).values()].join('\n')
    expect(pages(NO_OPERATOR)).not.toMatch(/your contact\b|Brightwater Events|been notified/)
    expect(pages(OPERATOR)).not.toMatch(
      /your contact\b|the operator of this|the person who sent|been notified/,
    )
  })

  test('hold no style or script of their own, and nothing from elsewhere', () => {
    for (const page of linkPageStates(OPERATOR).values()) {
      expect(page).not.toMatch(/<style|style=|<script(?! src="\/link\/assets\/)|\son\w+=/)
      expect(page).not.toMatch(/(?:src="|<link [^>]*href=")(?!\/link\/assets\/)/)
      expect(page).not.toMatch(
        /<a [^>]*href="(?!#|\/link\/done|\/status\/token|mailto:|https:\/\/brightwater)/,
      )
    }
  })
})
