/** Protections of the customer's pages from other sites, browsers and strangers. */
import { type Protection, protection } from './protection.ts'

const SUBMITTED = 'test/integration/link/link-submitted.test.ts'
const REFUSED = 'test/integration/link/link-refused.test.ts'
const SERVED = 'test/integration/web/served-pages.test.ts'
const HEADERS = 'src/web/page-headers.ts'
const COOKIE = 'src/web/link/done-cookie.ts'

const refusedFrom = (where: string) => ({
  file: REFUSED,
  name: `a form that a browser sends from ${where} is refused before anything is done or counted`,
})
const FORBIDDEN = {
  file: 'test/integration/link/link-opened.test.ts',
  name: 'every answer forbids scripts of others, frames, referrers, caches and search engines',
}
const SHOWN_TO_THIS_BROWSER = {
  file: SUBMITTED,
  name: 'a submit links, and shows the outcome to this browser only, for a day',
}

export const PAGE_PROTECTIONS: readonly Protection[] = [
  protection(
    'cross-site: Sec-Fetch-Site',
    {
      file: 'src/web/same-origin.ts',
      from: "if (site !== undefined && site !== 'same-origin') return true",
      to: '',
    },
    refusedFrom('another host of our site'),
  ),
  protection(
    'cross-site: Origin',
    {
      file: 'src/web/same-origin.ts',
      from: "return origin !== undefined && origin !== 'null' && origin !== publicUrl",
      to: 'return false',
    },
    refusedFrom('an origin that is not ours'),
  ),
  protection(
    'cross-site: before anything is counted',
    {
      file: 'src/web/link/link-routes.ts',
      from: `refuseCrossSite,
      loadInvitation(parts),
      limits.unknownByAddress,
      // In this order, so that submits refused for one invitation do not count against its address.
      limits.submitsByInvitation,
      limits.submitsByAddress,`,
      to: `loadInvitation(parts),
      limits.unknownByAddress,
      // In this order, so that submits refused for one invitation do not count against its address.
      limits.submitsByInvitation,
      limits.submitsByAddress,
      refuseCrossSite,`,
    },
    refusedFrom('another site'),
  ),
  protection(
    'CSP: no inline script',
    {
      file: HEADERS,
      from: `'script-src': ["'self'"]`,
      to: `'script-src': ["'self'", "'unsafe-inline'"]`,
    },
    FORBIDDEN,
  ),
  protection(
    'CSP: no frame',
    { file: HEADERS, from: `'frame-ancestors': ["'none'"],`, to: '' },
    FORBIDDEN,
  ),
  protection(
    'no referrer',
    {
      file: HEADERS,
      from: `referrerPolicy: { policy: 'no-referrer' }`,
      to: 'referrerPolicy: false',
    },
    FORBIDDEN,
  ),
  protection(
    'no cache',
    { file: HEADERS, from: `'Cache-Control': 'no-store', `, to: '' },
    FORBIDDEN,
  ),
  protection(
    'cookie: not for scripts',
    { file: COOKIE, from: 'httpOnly: true', to: 'httpOnly: false' },
    SHOWN_TO_THIS_BROWSER,
  ),
  protection(
    'cookie: for one page',
    { file: COOKIE, from: "path: '/link/done',", to: "path: '/'," },
    SHOWN_TO_THIS_BROWSER,
  ),
  protection(
    'cookie: only encrypted',
    {
      file: COOKIE,
      from: 'secure: hasTls(config)',
      to: 'secure: false',
    },
    { file: REFUSED, name: 'a form from an older browser is taken' },
  ),
  protection(
    'cookie: for a day',
    {
      file: 'src/store/visitors/done-cookies.ts',
      from: "    .where('expiresAt', '>', now)\n",
      to: '',
    },
    SHOWN_TO_THIS_BROWSER,
  ),
  protection(
    'cookie: only its hash is stored',
    { file: COOKIE, from: 'cookieHash: hash,', to: 'cookieHash: token,' },
    SHOWN_TO_THIS_BROWSER,
  ),
  protection(
    'cookie: opens nothing of the operators',
    {
      file: 'src/web/api/require-operator.ts',
      from: 'if (name === null) {',
      to: "if (name === null && request.get('cookie') === undefined) {",
    },
    { file: SERVED, name: 'the customer’s cookie does not open the operators’ pages' },
  ),
]
