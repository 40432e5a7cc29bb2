/** The service with its web server, as a customer's browser meets it. */
import { randomUUID } from 'node:crypto'
import { inviteToLink } from '../../src/accounts/invitations.ts'
import { registerAccount } from '../../src/accounts/register-account.ts'
import { freePort } from '../../src/embedded/free-port.ts'
import type { WorldAccount } from '../../sandbox/world/accounts.ts'
import { startWebServer } from '../../src/web/web-server.ts'
import {
  openServiceUnderTest,
  type ServiceUnderTest,
  type ServiceUnderTestOptions,
} from './service-under-test.ts'

export interface LinkingWeb {
  readonly service: ServiceUnderTest
  /** Registers the account, and invites its customer anew: the URL that they would be sent. */
  invite(account: WorldAccount): Promise<string>
  /** A further user of the account in Act-On. Each has sign-ins of their own. */
  addUser(account: WorldAccount): { readonly userName: string; readonly password: string }
  close(): Promise<void>
}

/** Whoever opens it closes it. PUBLIC_URL is where it really listens, so that a browser can follow it. */
export async function openLinkingWeb(options: ServiceUnderTestOptions): Promise<LinkingWeb> {
  const port = String(await freePort())
  const service = await openServiceUnderTest({
    ...options,
    env: { PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}`, ...options.env },
  })
  const web = await startWebServer(service)
  return {
    service,
    async invite(account) {
      await registerAccount(service, account)
      return (await inviteToLink(service, account.on24ClientId, 'operator:test')).url
    },
    addUser({ actOn: { accountId } }) {
      const user = { userName: `${randomUUID()}+on24`, password: randomUUID() }
      service.sandbox.actOn.user.addUser({ ...user, accountId })
      return user
    },
    async close() {
      await web.close()
      await service.close()
    },
  }
}
