import { protection, type Protection } from './protection.ts'

const EMBEDDED = 'test/integration/temporal/embedded-temporal.test.ts'
const NO_FOREIGN_PAGE = {
  file: EMBEDDED,
  name: 'answers no web page of another site, on any of its ports',
}

/** Protections of the embedded servers from web pages of other sites and from child processes. */
export const EMBEDDED_PROTECTIONS: readonly Protection[] = [
  protection(
    'the embedded Temporal server’s HTTP API is shut',
    {
      file: 'src/embedded/temporal-server.ts',
      from: "'frontend.httpAllowedHosts': [`${randomBytes(16).toString('hex')}.invalid`],",
      to: 'x: randomBytes(1).length,',
    },
    NO_FOREIGN_PAGE,
  ),
  protection(
    'the embedded Temporal UI is for this machine alone',
    {
      file: 'src/embedded/temporal-ui.ts',
      from: '  app.use(loopbackOnly())\n',
      to: '',
    },
    NO_FOREIGN_PAGE,
  ),
  protection(
    'the embedded Temporal UI listens where nobody finds it',
    {
      file: 'src/embedded/temporal-ui.ts',
      from: "if (platform !== 'linux') return",
      to: 'return',
    },
    NO_FOREIGN_PAGE,
  ),
  protection(
    'children get no secret of the environment',
    {
      file: 'src/embedded/guard.ts',
      from: "'inherit'], env })",
      to: "'inherit'], env: { ...process.env, ...env } })",
    },
    { file: EMBEDDED, name: 'gets nothing of our environment that holds a secret' },
  ),
  protection(
    'our own servers on this machine answer no web page of another site',
    {
      file: 'src/web/base-app.ts',
      from: 'if (isLoopback(http.publicUrl)) app.use(loopbackOnly())',
      to: '',
    },
    {
      file: 'test/integration/web/served-pages.test.ts',
      name: 'a web page of another site gets no answer while PUBLIC_URL is on this machine, nor from the sandbox',
    },
  ),
]
