/** Every entry of the audit trail is a sentence; that of a refusal says why. */
import { expect, test } from 'vitest'
import { AccountChange } from '../../../src/api/account.ts'
import { PROBLEMS } from '../../../src/api/problem.ts'
import { settingLabels } from '../../../src/contracts/setting-labels.ts'
import type { ListedAuditEntry } from '../../../src/store/audit.ts'
import { viewAudit } from '../../../src/web/use-cases/view-audit.ts'
import { statusPageStates } from '../../support/browser/status-page-states.ts'

const ENTRY: ListedAuditEntry = {
  ...{ id: '1', on24ClientId: '22950', at: new Date('2026-06-15T07:00:00Z'), address: null },
  ...{ actor: 'operator:ana', action: 'paused', about: null, result: 'ok', detail: null },
}

const sentenceOf = (entry: Partial<ListedAuditEntry>) => viewAudit({ ...ENTRY, ...entry }).sentence

test('what was done, and by whom', () => {
  expect(sentenceOf({})).toBe('Operator ana paused the account.')
  expect(sentenceOf({ actor: 'invitation', action: 'relinked' })).toBe(
    'The customer renewed the link to Act-On.',
  )
  expect(sentenceOf({ result: 'asked' })).toBe(
    'Operator ana paused the account. It is being carried out.',
  )
  const about = '2025-01-01..2025-12-31'
  expect(sentenceOf({ action: 'backfill', about, result: 'unchanged' })).toBe(
    'Operator ana requested a backfill (2025-01-01..2025-12-31). Nothing had to change.',
  )
})

test('changed settings are called what the form calls them', () => {
  const about = 'actOnCallsPerDay, notifyEmailTo, accessTokenKey'
  const labels = ['Calls to Act-On a day', 'E-mail addresses', 'Access token key']
  expect(sentenceOf({ action: 'changed', about })).toBe(
    `Operator ana changed the account (${labels.join(', ')}).`,
  )
  const form = statusPageStates().get('change') ?? ''
  for (const label of labels)
    expect(form).toMatch(new RegExp(`>${label}( \\(optional\\))?</label>`))
  for (const name of Object.keys(AccountChange.shape)) expect(settingLabels(name)).not.toBe(name)
})

test('a refusal says why: as the operation says, or as the problem that was answered', () => {
  const refused = { action: 'syncNow', result: 'refused' } as const
  expect(sentenceOf({ ...refused, detail: 'The account is paused.' })).toBe(
    'Operator ana tried to request a sync. The account is paused.',
  )
  expect(sentenceOf({ action: 'syncNow', result: 'paused' })).toBe(
    'Operator ana tried to request a sync. The account is paused.',
  )
  expect(sentenceOf({ action: 'backfillCancelled', result: 'noBackfill' })).toBe(
    'Operator ana tried to cancel a backfill. No backfill of this range is running.',
  )
  const customer = { actor: 'invitation', action: 'submitted' } as const
  expect(sentenceOf({ ...customer, result: 'ActOnWrongPassword' })).toBe(
    'The customer tried to link the account. Act-On refused the user name or the password.',
  )
  for (const [word, [, title]] of Object.entries(PROBLEMS))
    expect(sentenceOf({ result: word })).toContain(title)
})
