/**
 * The customer's pages on a web server of their own, over a service without Temporal. Each test takes an account
 * that no other test uses, and visitors with addresses of their own, so that limits do not add up over tests.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import express from 'express'
import { inviteToLink } from '../../src/accounts/invitations.ts'
import { registerAccount } from '../../src/accounts/register-account.ts'
import { parseConfig } from '../../src/config/config.ts'
import { createLogger } from '../../src/observability/logger.ts'
import { createMetrics } from '../../src/observability/metrics.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import type { WorldAccount } from '../../sandbox/world/accounts.ts'
import { createService, type Service } from '../../src/service.ts'
import { openStore } from '../../src/store/database.ts'
import { linkRoutes } from '../../src/web/link/link-routes.ts'
import { accountsInTurn } from './accounts-in-turn.ts'
import { auditTrail } from './audit-trail.ts'
import { leaveBehind } from './left-behind.ts'
import { noTemporal, nowhere } from './no-temporal.ts'
import { portOf } from './port-of.ts'
import { anyEmptyStore } from './postgres.ts'
import { APPLICATION, testEnvironment } from './service-under-test.ts'

export interface LinkBench extends Service {
  readonly sandbox: Sandbox
  /** What the service has logged so far. */
  logs(): string
  /** Every page that was answered so far, with its headers. */
  answers(): string
  /** Registers the next account of the world and invites its customer. */
  invited(): Promise<Invited>
  /** Somebody at an address that nobody else has, behind the one proxy that is trusted. */
  visitor(address?: string): Visitor
  /** `action result` of what happened with invitations of the account, oldest first. */
  audit(account: WorldAccount): Promise<string[]>
  close(): Promise<void>
}

export interface Invited {
  readonly account: WorldAccount
  /** Of the customer's page; it ends with the token. */
  readonly path: string
  /** Makes the next invitation of the account, and returns its path. */
  again(): Promise<string>
}

export interface Visitor {
  readonly address: string
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>
  send(path: string, request: RequestInit): Promise<Answer>
  /** Sends the form with these fields. */
  submit(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>
  /** Sends the form with the account's own user name and password. */
  link(invited: Invited, path?: string): Promise<Answer>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

const ACCOUNTS = 40

export async function openLinkBench(
  env: Readonly<Record<string, string>> = {},
): Promise<LinkBench> {
  const sandbox = await startSandbox({
    world: { accounts: Array.from({ length: ACCOUNTS }, () => ({})) },
    actOn: { applications: [APPLICATION], knobs: { callsPerSecond: 1000 } },
  })
  const store = await openStore(await anyEmptyStore())
  const config = parseConfig(testEnvironment(sandbox, { TRUST_PROXY: '1', ...env }), {
    mode: 'start',
  })
  const metrics = createMetrics()
  const lines: string[] = []
  const logger = createLogger({ destination: { write: (line) => lines.push(line) } })
  const service = {
    ...(await createService({
      ...nowhere(),
      config,
      store,
      metrics,
      now: () => sandbox.clock.now(),
    })),
    ...noTemporal(),
    logger,
  }
  const app = express()
  app.set('trust proxy', config.http.trustProxy)
  app.use('/link', linkRoutes(service))
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${String(portOf(server))}`
  const answers: string[] = []
  const unusedAccount = accountsInTurn(sandbox)
  let visitors = 0

  const visit = async (address: string, path: string, request: RequestInit): Promise<Answer> => {
    const headers = new Headers(request.headers)
    headers.set('x-forwarded-for', address)
    const response = await fetch(url + path, { ...request, headers, redirect: 'manual' })
    const text = await response.text()
    answers.push([...response.headers].flat().join('\n'), text)
    return { status: response.status, headers: response.headers, text }
  }

  return {
    ...service,
    sandbox,
    logs: () => lines.join(''),
    answers: () => answers.join('\n'),
    async invited() {
      const account = unusedAccount()
      await registerAccount(service, account)
      const again = async () => {
        const invitation = await inviteToLink(service, account.on24ClientId, 'operator:test')
        return new URL(invitation.url).pathname
      }
      return { account, path: await again(), again }
    },
    visitor(address) {
      visitors += 1
      const own = address ?? `198.51.100.${String(visitors)}`
      const send = (path: string, request: RequestInit) => visit(own, path, request)
      const submit: Visitor['submit'] = (path, fields, headers = {}) =>
        send(path, { method: 'POST', body: new URLSearchParams(fields), headers })
      return {
        address: own,
        get: (path, headers = {}) => send(path, { headers }),
        send,
        submit,
        link: ({ account: { actOn }, path }, other = path) =>
          submit(other, { username: actOn.userName, password: actOn.password }),
      }
    },
    audit: ({ on24ClientId }) => auditTrail(store, on24ClientId),
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
      await leaveBehind({ metrics, sandbox })
      await sandbox.close()
      await store.destroy()
    },
  }
}
