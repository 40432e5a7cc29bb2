import { describe, expect, test } from 'vitest'
import { TROUBLE_KINDS, type TroubleKind } from '../../../src/contracts/trouble.ts'
import { customerProblems } from '../../../src/web/status-link/problem-words.ts'
import { leftOutWords, stateWords, waitingWords } from '../../../src/web/status-link/state-words.ts'
import { customerPageStates } from '../../support/browser/customer-page-states.ts'
import { OPERATOR } from '../../support/browser/shown-operators.ts'

const since = new Date('2026-06-14T12:00:00.000Z')
const trouble = (kind: TroubleKind, eventId: string | null = '1') => ({
  ...{ kind, eventId, since, rows: 2, detail: 'HTTP 403' },
})
const STANDING = {
  state: 'active',
  isLate: false,
  needsRelink: false,
  waiting: 0,
  runningSince: null,
  leftOut: {},
  problems: [],
  lastSuccessAt: since.toISOString(),
  actOnAccountName: 'Contoso Marketing',
} as const

describe('what waits and why', () => {
  test('is told about everything but what concerns the work of operators', () => {
    const told = TROUBLE_KINDS.filter((kind) => customerProblems([trouble(kind)], new Map()).length)
    const left = TROUBLE_KINDS.filter((kind) => !told.includes(kind))
    expect(left).toEqual(['operationUnanswered', 'controllerStuck'])
  })

  test('is told in the operators’ words, with what the customer can do, and the webinar', () => {
    const titles = new Map([['1', 'How lists grow']])
    const [refused, ofAccount] = customerProblems(
      [trouble('listRefused'), trouble('actOnRefuses', null)],
      titles,
    )
    expect(refused).toMatchObject({
      webinar: 'How lists grow (1)',
      message: 'Act-On refuses this list (HTTP 403); 2 contacts wait.',
      nextStep: 'Every sync tries again. If it lasts, please look at this list in Act-On.',
    })
    expect(ofAccount).toMatchObject({ webinar: null })
  })

  test('does not tell why ON24 could not be read: operators have to do something about it', () => {
    const [unread] = customerProblems([trouble('webinarUnreadable')], new Map())
    expect(unread?.message).not.toContain('403')
  })

  test('says until when contacts wait', () => {
    expect(waitingWords(STANDING)).toBeNull()
    const waiting = { ...STANDING, waiting: 1 }
    expect(waitingWords(waiting)).toBe('1 contact waits for the next sync.')
    expect(waitingWords({ ...waiting, runningSince: since.toISOString() })).toBe(
      '1 contact waits to be written by the sync that is under way.',
    )
    expect(waitingWords({ ...waiting, state: 'paused' })).toContain('until the sync is resumed')
    const lost = { ...waiting, waiting: 1200, state: 'paused', needsRelink: true } as const
    expect(waitingWords(lost)).toBe('1,200 contacts wait until you have signed in again.')
  })
})

test('which registrations were left out is told with the reason', () => {
  expect(leftOutWords(STANDING)).toBeNull()
  expect(leftOutWords({ leftOut: { noEmail: 7, sameAddress: 5, cancelled: 0 } })).toBe(
    'The last sync left 12 registrations out: 7 without an e-mail address, 5 with the address of another registration.',
  )
})

describe('how the sync stands', () => {
  const headingOf = (changes: Partial<Parameters<typeof stateWords>[0]>) =>
    stateWords({ ...STANDING, ...changes }, OPERATOR).heading

  test('is well only if nothing waits and a sync has succeeded', () => {
    expect(headingOf({})).toBe('All is well')
    expect(headingOf({ waiting: 1 })).toBe('The sync runs')
    expect(headingOf({ lastSuccessAt: null })).toBe('The first sync')
    expect(headingOf({ isLate: true })).toBe('The sync is late')
  })

  test('asks for a relink even while the account is paused', () => {
    expect(headingOf({ state: 'paused', needsRelink: true })).toBe('Act-On ended our access')
    const { detail } = stateWords({ ...STANDING, state: 'paused' }, OPERATOR)
    expect(detail).toContain('It was paused by Brightwater Events')
  })
})

test('webinars are named with their event id and their list, and times with their zone', () => {
  const page =
    new Map(customerPageStates('Long', OPERATOR)).get('status-well') ?? expect.fail('no page')
  const text = page.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ')
  expect(text).toContain('2026-06-12 09:00 PDT · 1,240 contacts')
  expect(text).toContain('Event id 990001 · List in Act-On: How lists grow (990001)')
  expect(text).toContain('Event id 990002 · No list yet')
  expect(text).toContain('Times are in the time zone America/Los_Angeles')
  expect(text).toContain('Sync under way None Next sync 2026-06-15 11:00 PDT')
  expect(text).toContain(
    'Please ask Brightwater Events: help@brightwater.example. Name the client id 22950',
  )
})
