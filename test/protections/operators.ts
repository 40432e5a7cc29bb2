/** Protections of the operators' pages from strangers and other sites. */
import { type Protection, protection } from './protection.ts'

const SIGN_IN = 'test/integration/api/sign-in.test.ts'
const SESSION = 'src/web/sign-in/operator-session.ts'
const ROUTES = 'src/web/pages/page-routes.ts'

const COOKIE = {
  file: SIGN_IN,
  name: 'takes an operator’s token, and gives a cookie that no script and no other site gets',
}
const FORM_OF_OTHERS = {
  file: SIGN_IN,
  name: 'a form that a browser sends from another site is refused before anything is done',
}
const GUESSES = {
  file: SIGN_IN,
  name: 'after 20 wrong tokens an address is refused wrong ones; right tokens and signed-in browsers still get in',
}

export const OPERATOR_PROTECTIONS: readonly Protection[] = [
  protection(
    'operators’ pages: a sign-in is needed',
    {
      file: ROUTES,
      from: "router.get('/', signedIn, showAccounts(parts))",
      to: "router.get('/', showAccounts(parts))",
    },
    { file: SIGN_IN, name: 'is sent from / to the sign-in' },
  ),
  protection(
    'operators’ pages: a sign-in is needed for an account’s tabs',
    { file: ROUTES, from: "  router.use('/accounts/:id', signedIn)\n", to: '' },
    {
      file: 'test/integration/web/account-tabs.test.ts',
      name: 'is a page of its own, for operators who are signed in',
    },
  ),
  protection(
    'operators’ pages: cross-site',
    {
      file: ROUTES,
      from: '  router.use(refuseCrossSite(parts.config.http.publicUrl))\n',
      to: '  refuseCrossSite(parts.config.http.publicUrl)\n',
    },
    FORM_OF_OTHERS,
  ),
  protection(
    'operator session: no script reads it',
    { file: SESSION, from: 'httpOnly: true', to: 'httpOnly: false' },
    COOKIE,
  ),
  protection(
    'operator session: no other site sends it',
    { file: SESSION, from: "sameSite: 'lax'", to: "sameSite: 'none'" },
    COOKIE,
  ),
  protection(
    'operator session: stored as a hash',
    {
      file: SESSION,
      from: 'return hashOfToken(`${cookie}.${operator.token}`)',
      to: 'return `${cookie}.${operator.token}`',
    },
    COOKIE,
  ),
  protection(
    'operator session: ends with the token',
    {
      file: SESSION,
      from: 'return hashOfToken(`${cookie}.${operator.token}`)',
      to: 'return hashOfToken(`${cookie}.${operator.name}`)',
    },
    { file: SIGN_IN, name: 'when the operator’s token is changed' },
  ),
  protection(
    'operator session: ends after 12 hours',
    {
      file: 'src/store/visitors/operator-sessions.ts',
      from: "    .where('expiresAt', '>', now)\n",
      to: '',
    },
    { file: SIGN_IN, name: 'after 12 hours' },
  ),
  protection(
    'sign-in: guesses are limited',
    {
      file: 'src/web/sign-in/sign-in-routes.ts',
      from: '    ...limitGuesses(parts, tooManyGuesses, (request) => tokenIn(request) || null),\n',
      to: '',
    },
    GUESSES,
  ),
  {
    name: 'sign-in: leads on to our own pages alone',
    edits: [
      {
        file: 'src/web/sign-in/redirect-path.ts',
        from: "  if (origin !== DUMMY_ORIGIN || pathname.includes('//')) return null\n",
        to: '',
      },
      {
        file: 'src/web/sign-in/redirect-path.ts',
        from: "  return pathname === '/' || pathname.startsWith('/accounts/') ? pathname + search : null\n",
        to: '  return value\n',
      },
    ],
    test: {
      file: SIGN_IN,
      name: 'leads on to pages of ours alone: "//elsewhere.example/accounts/1"',
    },
  },
  protection(
    'operators’ CSV: formulas',
    {
      file: 'src/web/use-cases/rejections-file.ts',
      from: 'escape_formulas: true',
      to: 'escape_formulas: false',
    },
    {
      file: 'test/integration/api/api-lists.test.ts',
      name: 'rejected rows are downloaded as CSV, without formulas that a spreadsheet would carry out',
    },
  ),
  protection(
    'operators’ texts: what no store takes',
    {
      file: 'src/api/formats.ts',
      from: '.refine(isPrintable, unprintable)',
      to: '.refine(() => true, unprintable)',
    },
    {
      file: 'test/integration/api/api-document.test.ts',
      name: 'NUL is named as a mistake in every input',
    },
  ),
]
