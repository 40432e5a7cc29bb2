/** Does over HTTP what an operator and a customer do: registers an account, invites, submits the linking page. */
import { z } from 'zod'
import type { WorldAccount } from '../sandbox/world/accounts.ts'

export interface DemoWeb {
  /** The web server's own address: PUBLIC_URL may differ. */
  readonly url: string
  readonly operatorToken: string
}

const Invited = z.object({ url: z.url() })

/** Leaves an account that is already registered unchanged. */
export async function registerByApi(web: DemoWeb, account: WorldAccount): Promise<void> {
  const { on24ClientId, name, region, accessTokenKey, accessTokenSecret } = account
  const body = { on24ClientId, name, region, accessTokenKey, accessTokenSecret }
  const response = await callApi(web, '/accounts', body)
  if (response.status !== 201 && response.status !== 409) throw await unexpected(response)
}

/** Returns the URL that a customer would receive. */
export async function inviteByApi(web: DemoWeb, on24ClientId: string): Promise<string> {
  const response = await callApi(web, `/accounts/${on24ClientId}/link-invitations`, {})
  if (response.status !== 201) throw await unexpected(response)
  return Invited.parse(await response.json()).url
}

/** Submits the user name and the password. */
export async function linkByPage(
  web: DemoWeb,
  invitation: string,
  { userName, password }: WorldAccount['actOn'],
): Promise<void> {
  const response = await fetch(new URL(new URL(invitation).pathname, web.url), {
    method: 'POST',
    body: new URLSearchParams({ username: userName, password }),
    redirect: 'manual',
  })
  if (response.status !== 303) throw await unexpected(response)
}

function callApi({ url, operatorToken }: DemoWeb, path: string, body: object): Promise<Response> {
  return fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** Names only the first segment of the path: the rest of a linking page's path is a secret. */
async function unexpected(response: Response): Promise<Error> {
  const text = (await response.text()).slice(0, 2_000)
  const [, first = ''] = new URL(response.url).pathname.split('/')
  return new Error(`/${first}/… answered ${String(response.status)}: ${text}`)
}
