/** Protections of a link's tokens, and of other links with the same Act-On user. */
import { type Protection, protection } from './protection.ts'

const SAME_USER = 'test/integration/link/link-same-user.test.ts'

export const LINK_PROTECTIONS: readonly Protection[] = [
  protection(
    'one refresh at a time over all workers',
    {
      file: 'src/vendors/stored-tokens.ts',
      from: 'return withLease(store, { name, signal, ttlMs: USER_LEASE_TTL_MS }, work)',
      to: 'return work(signal)',
    },
    {
      file: 'test/integration/tokens/single-refresh.test.ts',
      name: '200 activities of one account in three services over an expired token cause exactly one refresh',
    },
  ),
  protection(
    'a pair belongs to the link that has its user name',
    {
      file: 'src/accounts/same-user-links.ts',
      from: 'await changeActOnCredential(store, ciphers, link, handOver, now())',
      to: 'await Promise.resolve()',
    },
    {
      file: SAME_USER,
      name: 'is stored before Act-On is asked anything, and its access token is not used unchecked',
    },
  ),
  protection(
    'a pair is not used before it is known whose account it opens',
    {
      file: 'src/accounts/same-user-links.ts',
      from: 'uncheckedTokens(tokensOf(signIn))',
      to: 'tokensOf(signIn)',
    },
    {
      file: SAME_USER,
      name: 'is stored before Act-On is asked anything, and its access token is not used unchecked',
    },
  ),
  protection(
    'a pair that nobody came to check is checked by its link',
    {
      file: 'src/act-on/tokens/token-vault.ts',
      from: ', isUnchecked: true',
      to: '',
    },
    {
      file: SAME_USER,
      name: 'is given back by the link itself when its account was never checked',
    },
  ),
  protection(
    'a pair is handed over only where the user name is exactly equal',
    {
      file: 'src/accounts/same-user-links.ts',
      from: 'isSameUser = stored.userName === signIn.userName',
      to: 'isSameUser = true',
    },
    {
      file: SAME_USER,
      name: 'goes to no link whose user name is spelled in another way, which may be another customer’s user',
    },
  ),
  protection(
    'a pair of the link’s own sign-in is not used before it is known whose account it opens',
    {
      file: 'src/act-on/tokens/token-renewal.ts',
      from: 'return await obtain(renewal, true, (options) =>',
      to: 'return await obtain(renewal, false, (options) =>',
    },
    {
      file: SAME_USER,
      name: 'of the link’s own sign-in is not used either if it opens another Act-On account',
    },
  ),
  protection(
    'one notice for each loss',
    {
      file: 'src/store/accounts/account-troubles.ts',
      from: '} is null`,',
      to: '} is null or true`,',
    },
    {
      file: 'test/integration/link/lost-links.test.ts',
      name: 'a lost link causes one notice, however many workers find it lost, on an embedded store',
    },
  ),
  protection(
    'no token call while a relink is awaited',
    {
      file: 'src/act-on/tokens/token-keeper.ts',
      from: 'if (link.needsRelinkSince !== null) {',
      to: 'if (link.userName === null) {',
    },
    {
      file: 'test/unit/act-on/token-recovery.test.ts',
      name: 'needs a new link when the password is refused too, and then is left alone',
    },
  ),
  protection(
    'a password that is not to be kept is dropped',
    {
      file: 'src/accounts/link-account.ts',
      from: 'password: service.config.actOn.keepPassword ? password : null,',
      to: 'password,',
    },
    {
      file: 'test/integration/tokens/dropped-passwords.test.ts',
      name: 'a password that is typed is used once and stored nowhere',
    },
  ),
]
