/** Protections of invitations: who may link, once, and with which account. */
import { type Protection, protection } from './protection.ts'

const OPENED = 'test/integration/link/link-opened.test.ts'
const SUBMITTED = 'test/integration/link/link-submitted.test.ts'
const SAME_ANSWER = {
  file: OPENED,
  name: 'unknown, used, expired and voided invitations get the same answer',
}
const USED_ONCE = {
  file: SUBMITTED,
  name: 'an invitation is used once: only the same form gets its answer again',
}
const HASHED = {
  file: OPENED,
  name: 'an invitation is 256 random bits, of which the store holds only a hash',
}

export const INVITATION_PROTECTIONS: readonly Protection[] = [
  protection(
    'single use, in the transaction that links',
    {
      file: 'src/accounts/link-account.ts',
      from: 'if (!(await useInvitation(tx, invitation.tokenHash, submissionHash, at))) throw usedUp()',
      to: '',
    },
    USED_ONCE,
  ),
  protection(
    'used and expired ones are closed',
    {
      file: 'src/accounts/invitations.ts',
      from: ' || !isOpen(invitation, now())',
      to: '',
    },
    SAME_ANSWER,
  ),
  protection(
    'a new one voids those before',
    {
      file: 'src/store/visitors/invitations.ts',
      from: ".where('on24ClientId', '=', invitation.on24ClientId)",
      to: ".where('on24ClientId', '=', '')",
    },
    SAME_ANSWER,
  ),
  protection(
    'an account that is being removed is closed',
    {
      file: 'src/accounts/invitations.ts',
      from: ' || isBeingRemoved(account)',
      to: '',
    },
    SAME_ANSWER,
  ),
  protection(
    'two tabs take turns',
    {
      file: 'src/web/link/submit-form.ts',
      from: 'await withLease(parts.store, { name, signal }, (leased) =>\n      submitLink(parts, submit, leased),\n    )',
      to: 'await submitLink(parts, submit, signal)',
    },
    {
      file: SUBMITTED,
      name: 'of two tabs that submit simultaneously one links, and the other makes no sign-in',
    },
  ),
  protection(
    'only the same form gets its answer again',
    {
      file: 'src/web/link/submit-form.ts',
      from: 'if (invitation.submissionHash !== hashOfToken(submission)) return null',
      to: '',
    },
    USED_ONCE,
  ),
  protection(
    'and only for a day',
    {
      file: 'src/web/link/submit-form.ts',
      from: 'seenUntil > parts.now()',
      to: 'seenUntil > new Date(0)',
    },
    USED_ONCE,
  ),
  protection(
    'only hashes of tokens are stored',
    {
      file: 'src/crypto/secret-token.ts',
      from: "createHash('sha256').update(token).digest('base64url')",
      to: 'token',
    },
    HASHED,
  ),
  protection(
    'tokens of 256 bits',
    { file: 'src/crypto/secret-token.ts', from: 'TOKEN_BYTES = 32', to: 'TOKEN_BYTES = 16' },
    HASHED,
  ),
  protection(
    '1:1: a relink yields the same Act-On account',
    {
      file: 'src/accounts/link-account.ts',
      from: 'if (actOnAccountId !== null && actOnAccountId !== actOnAccount.accountId) {',
      to: 'if (actOnAccountId === actOnAccount.accountName) {',
    },
    {
      file: 'test/integration/link/link-account.test.ts',
      name: 'a relink with another Act-On account',
    },
  ),
  {
    name: '1:1: an Act-On account serves one ON24 client',
    edits: [
      {
        file: 'src/accounts/link-account.ts',
        from: 'if (other !== undefined && other.on24ClientId !== on24ClientId) throw taken()',
        to: '',
      },
      {
        file: 'src/store/migrations/first-tables/accounts.ts',
        from: 'act_on_account_id text unique',
        to: 'act_on_account_id text',
      },
    ],
    test: {
      file: 'test/integration/link/link-account.test.ts',
      name: 'an Act-On account that serves another ON24 client',
    },
  },
  protection(
    '1:1: also for links that are made at once',
    {
      file: 'src/accounts/link-account.ts',
      from: 'throw isLinkedElsewhere(error) ? taken() : error',
      to: 'throw error',
    },
    {
      file: 'test/integration/link/link-conflict.test.ts',
      name: 'of two users of one Act-On account who link simultaneously, the second is told that the account is taken',
    },
  ),
  protection(
    'no link without its trace in the audit trail',
    {
      file: 'src/accounts/link-account.ts',
      from: 'await alsoStore?.(tx, linked)',
      to: '',
    },
    {
      file: 'test/integration/link/link-interrupted.test.ts',
      name: 'a link is stored together with its audit entry, or not at all',
    },
  ),
]
