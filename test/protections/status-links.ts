/** Protections of the customer's own page: who sees it, and that it leads only to a relink. */
import { type Protection, protection } from './protection.ts'

const FILE = 'test/integration/link/status-link.test.ts'
const SAME_ANSWER = {
  file: FILE,
  name: 'unknown, replaced and withdrawn links get the same answer, and so does a removed account',
}
const RELINK = {
  file: FILE,
  name: 'while the account needs a relink, the page leads to the form, which links the same account again',
}
const KINDS = {
  file: FILE,
  name: 'an invitation from the page voids neither an operator’s nor a notice’s, and those of the page are limited',
}

export const STATUS_LINK_PROTECTIONS: readonly Protection[] = [
  protection(
    'customer’s own page: closed while the account is being removed',
    {
      file: 'src/web/status-link/requested-status-link.ts',
      from: 'account !== undefined && !isBeingRemoved(account)',
      to: 'account !== undefined',
    },
    SAME_ANSWER,
  ),
  protection(
    'customer’s own page: found by the hash of its token alone',
    {
      file: 'src/store/visitors/status-links.ts',
      from: ".where('tokenHash', '=', tokenHash)",
      to: ".where('tokenHash', '>', '')",
    },
    {
      file: 'test/integration/link/status-link-crossed.test.ts',
      name: '1000 crossed attempts show nothing of another account',
    },
  ),
  protection(
    'customer’s own page: its token is sealed in the store',
    {
      file: 'src/accounts/status-link.ts',
      from: 'sealed: cipher.seal(PLACE, token)',
      to: 'sealed: token',
    },
    { file: FILE, name: 'no token is stored readably, nor written to the log' },
  ),
  protection(
    'customer’s own page: no invitation without the need of a relink',
    {
      file: 'src/web/status-link/receive-relink.ts',
      from: 'if (!needsRelink(account))',
      to: 'if (account.name === "")',
    },
    RELINK,
  ),
  protection(
    'customer’s own page: no other site asks for an invitation',
    {
      file: 'src/web/status-link/status-routes.ts',
      from: '      refuseCrossSite,\n',
      to: '',
    },
    RELINK,
  ),
  protection(
    'customer’s own page: its invitations void only each other',
    {
      file: 'src/store/visitors/invitations.ts',
      from: '[NOTICE, STATUS_LINK].includes(invitation.madeBy)',
      to: 'invitation.madeBy === NOTICE',
    },
    KINDS,
  ),
  protection(
    'customer’s own page: its invitations are limited',
    {
      file: 'src/web/status-link/status-routes.ts',
      from: '      limits.relinksByLink,\n',
      to: '',
    },
    KINDS,
  ),
  protection(
    'customer’s own page: guessed links count',
    {
      file: 'src/web/status-link/status-routes.ts',
      from: '.get(loadStatusLink(parts), limits.unknownByAddress, ',
      to: '.get(loadStatusLink(parts), ',
    },
    {
      file: FILE,
      name: 'an address may open 60 unknown links an hour, whatever they are for, and known ones always',
    },
  ),
]
