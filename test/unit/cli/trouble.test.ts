import { expect, onTestFinished, test } from 'vitest'
import type { AccountProblem } from '../../../src/api/account-problem.ts'
import { worstFirst } from '../../../src/cli/troubles.ts'
import { accountDocument, AT } from '../../support/api/example-documents.ts'
import { startRecordingApi } from '../../support/api/recording-api.ts'
import { atCommandLine } from '../../support/processes/command-line.ts'

const LATER = '2026-05-02T06:00:00.000Z'

function problem(kind: AccountProblem['kind'], changes: Partial<AccountProblem> = {}) {
  const words = { message: `It is ${kind}.`, nextStep: 'Do this.' }
  return { kind, eventId: '4781233', since: AT, rows: 1, ...words, ...changes }
}

const LOST = accountDocument('3', {
  state: 'needsRelink',
  reason: 'The link is lost.',
  since: LATER,
})

test('worst first: whole accounts, then what needs somebody, then more rows, then older ones', () => {
  const problems = [
    problem('columnMissing', { rows: 0 }),
    problem('listRefused', { rows: 2, since: LATER }),
    problem('listRefused', { rows: 2 }),
    problem('webinarUnreadable', { rows: 900 }),
    problem('removalsHeld'),
    problem('signInsUsedUp', { eventId: null }),
  ]
  const found = worstFirst([accountDocument('1', { problems }), accountDocument('2'), LOST])
  expect(found.map(({ kind, since }) => [kind, since])).toEqual([
    ['needsRelink', LATER],
    ['signInsUsedUp', AT],
    ['removalsHeld', AT],
    ['webinarUnreadable', AT],
    ['listRefused', AT],
    ['listRefused', LATER],
    ['columnMissing', AT],
  ])
})

test('an account that fails for a problem of its own is named once', () => {
  const problems = [problem('actOnRefuses', { eventId: null })]
  const failing = { state: 'failing', reason: 'Act-On refuses.', since: AT } as const
  expect(worstFirst([accountDocument('1', { ...failing, problems })])).toHaveLength(1)
  expect(worstFirst([accountDocument('1', failing)])).toMatchObject([{ kind: 'failing' }])
  expect(worstFirst([accountDocument('1', { state: 'paused' }), accountDocument('2')])).toEqual([])
})

test('the command reads all pages, and tells each trouble with its message and the next step', async () => {
  const held = accountDocument('1', { name: 'Bright\u202e', problems: [problem('removalsHeld')] })
  const api = await startRecordingApi({
    '/accounts?limit=200': { items: [held], nextCursor: 'more' },
    '/accounts?limit=200&cursor=more': { items: [LOST], nextCursor: null },
  })
  onTestFinished(() => api.close())
  expect(await atCommandLine(['trouble'], api)).toEqual({
    status: 0,
    out: [
      '3 Client 3: needsRelink, since 2026-05-02 06:00 UTC',
      '  The link is lost.',
      '  Invite the customer to link the account again. "accounts invite 3" makes the invitation.',
      '',
      '1 Bright: removalsHeld, webinar 4781233, 1 row, since 2026-05-01 06:00 UTC',
      '  It is removalsHeld.',
      '  Do this.',
    ].join('\n'),
    err: '',
  })
})

test('the command asks for one account, and ends with 0 in any case', async () => {
  const api = await startRecordingApi({ '/accounts/1': accountDocument('1'), '/accounts/3': LOST })
  onTestFinished(() => api.close())
  expect(await atCommandLine(['trouble', '1'], api)).toMatchObject({
    status: 0,
    out: 'No trouble.',
  })
  const { status, out } = await atCommandLine(['trouble', '3', '--json'], api)
  expect(status).toBe(0)
  expect(JSON.parse(out)).toMatchObject([{ on24ClientId: '3', kind: 'needsRelink', rows: 0 }])
  expect((await atCommandLine(['trouble', '404'], api)).status).toBe(3)
})
