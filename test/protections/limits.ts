/** Limits of rates, sizes and durations. */
import { type Protection, protection } from './protection.ts'

const LIMITS = 'test/integration/link/link-limits.test.ts'
const REFUSED = 'test/integration/link/link-refused.test.ts'
const ROUTES = 'src/web/link/link-routes.ts'
const LISTEN = 'test/integration/web/listen.test.ts'
const BODY = { file: REFUSED, name: 'a body that is not the form is refused without being read' }

export const LIMIT_PROTECTIONS: readonly Protection[] = [
  protection(
    'submits of an invitation',
    { file: ROUTES, from: '      limits.submitsByInvitation,\n', to: '' },
    {
      file: LIMITS,
      name: 'an invitation accepts 10 submits an hour from all addresses together, and says when the next is possible',
    },
  ),
  protection(
    'submits from an address',
    { file: ROUTES, from: '      limits.submitsByAddress,\n', to: '' },
    { file: LIMITS, name: 'an address may submit 30 times an hour to open invitations' },
  ),
  protection(
    'unknown invitations from an address',
    { file: ROUTES, from: 'limits.unknownByAddress, notFound)', to: 'notFound)' },
    {
      file: LIMITS,
      name: 'an address may open 60 unknown invitations an hour, and known ones always',
    },
  ),
  protection(
    'sign-ins of a user name on the page',
    {
      file: 'src/act-on/tokens/sign-in-budget.ts',
      from: 'PAGE_SIGN_INS = 3',
      to: 'PAGE_SIGN_INS = 5',
    },
    {
      file: LIMITS,
      name: 'a stranger who types a customer’s user name cannot use up the sign-ins that its sync needs',
    },
  ),
  protection(
    'sign-ins of a user name in all',
    {
      file: 'src/act-on/tokens/sign-in-budget.ts',
      from: 'const SIGN_INS = 5',
      to: 'const SIGN_INS = 6',
    },
    {
      file: 'test/integration/limits/sign-in-budget.test.ts',
      name: 'no mix of forms, refreshes and recoveries makes more than five sign-ins an hour',
    },
  ),
  protection(
    'user names in any spelling are one',
    { file: 'src/store/credentials/user-key.ts', from: ".normalize('NFC').toLowerCase()", to: '' },
    {
      file: LIMITS,
      name: 'a stranger who types a customer’s user name cannot use up the sign-ins that its sync needs',
    },
  ),
  protection(
    'addresses of one IPv6 network are one',
    {
      file: 'src/web/rate-limits.ts',
      from: "ipKeyGenerator(request.ip ?? '')",
      to: "request.ip ?? ''",
    },
    {
      file: LIMITS,
      name: 'an IPv6 /56 counts as one address, and an IPv4 address is the same in both notations',
    },
  ),
  protection(
    'a client does not choose its address',
    {
      file: 'src/web/base-app.ts',
      from: "app.set('trust proxy', http.trustProxy)",
      to: "app.set('trust proxy', true)",
    },
    {
      file: 'test/integration/web/served-pages.test.ts',
      name: 'the audit trail names the address that the trusted proxy saw, whatever the client says',
    },
  ),
  protection(
    'requests at once are counted one by one',
    {
      file: 'src/store/visitors/rate-limits.ts',
      from: 'then 1 else rate_limit.hits + 1 end',
      to: 'then 1 else rate_limit.hits end',
    },
    {
      file: 'test/integration/limits/rate-limits.test.ts',
      name: 'of many simultaneous requests to two processes, exactly the limit is accepted',
    },
  ),
  protection(
    'wrong tokens of operators',
    {
      file: 'src/web/operator-guesses.ts',
      from: 'const FAILURES = 20',
      to: 'const FAILURES = 2000',
    },
    {
      file: 'test/integration/api/api-access.test.ts',
      name: 'after 20 wrong tokens an address gets 429 for wrong tokens until 15 minutes are over',
    },
  ),
  protection(
    'only wrong tokens count, and only they are refused',
    {
      file: 'src/web/rate-limits.ts',
      from: '    skip: (request) => !counts(request),\n',
      to: '',
    },
    {
      file: 'test/integration/api/api-access.test.ts',
      name: 'a right token is accepted in spite of wrong ones from the same address; a missing token does not count as wrong',
    },
  ),
  protection(
    'only submits to open invitations count',
    {
      file: 'src/web/link/link-limits.ts',
      from: '      limit: 30,\n      keyOf: addressOf,\n      counts: isInvitationOpen,\n',
      to: '      limit: 30,\n      keyOf: addressOf,\n',
    },
    {
      file: LIMITS,
      name: 'submits without an open invitation block no customer behind the same address',
    },
  ),
  protection('size of a form', { file: ROUTES, from: "limit: '4kb'", to: "limit: '1mb'" }, BODY),
  protection(
    'fields of a form',
    { file: ROUTES, from: 'parameterLimit: 10', to: 'parameterLimit: 1000' },
    BODY,
  ),
  protection(
    'compressed forms',
    { file: ROUTES, from: 'inflate: false', to: 'inflate: true' },
    BODY,
  ),
  protection(
    'size of a body of the API',
    { file: 'src/web/api/api-routes.ts', from: "limit: '16kb'", to: "limit: '16mb'" },
    {
      file: 'test/integration/api/api-access.test.ts',
      name: 'a body that is too large, not JSON or broken is refused before it is parsed further',
    },
  ),
  protection(
    'time to send a request',
    { file: 'src/web/listen.ts', from: '  requestTimeout: 20_000,\n', to: '' },
    {
      file: 'test/integration/web/served-pages.test.ts',
      name: 'a client that sends its headers or body too slowly is disconnected',
    },
  ),
  protection(
    'time to take an answer',
    {
      file: 'src/web/listen.ts',
      from: 'setTimeout(() => socket.destroy(), DRAIN_TIMEOUT_MS)',
      to: 'setTimeout(() => undefined, DRAIN_TIMEOUT_MS)',
    },
    { file: LISTEN, name: 'a client that does not read an answer is disconnected' },
  ),
  protection(
    'requests that are sent ahead of their answers',
    {
      file: 'src/web/listen.ts',
      from: '    if (ahead > MAX_PIPELINED) socket.destroy()\n',
      to: '    void MAX_PIPELINED\n',
    },
    {
      file: LISTEN,
      name: 'a client that does not wait for answers is disconnected before they fill the memory',
    },
  ),
  protection(
    'junk on one invitation',
    {
      file: ROUTES,
      from: '      limits.submitsByInvitation,\n      limits.submitsByAddress,\n',
      to: '      limits.submitsByAddress,\n      limits.submitsByInvitation,\n',
    },
    {
      file: LIMITS,
      name: 'wrong submits to one invitation block no other customer behind the same address',
    },
  ),
  protection(
    'the form that used an invitation up is no guess',
    {
      file: 'src/web/link/link-limits.ts',
      from: 'unknownByAddress(parts, isInvitationKnown)',
      to: 'unknownByAddress(parts, isInvitationOpen)',
    },
    {
      file: LIMITS,
      name: 'the form that used an invitation gets its answer again, in spite of other submits',
    },
  ),
  protection(
    'time of a submit',
    {
      file: 'src/web/link/submit-form.ts',
      from: 'const SUBMIT_TIMEOUT_MS = 40_000',
      to: 'const SUBMIT_TIMEOUT_MS = 4_000_000',
    },
    {
      file: 'test/integration/link/link-interrupted.test.ts',
      name: 'a form waits for another tab’s submit no longer than 40 seconds',
    },
  ),
]
