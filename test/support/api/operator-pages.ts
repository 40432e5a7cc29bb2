/** Calls the operators' pages over plain HTTP: signs in, and requests pages with the session cookie. */
import { expect } from 'vitest'
import { OPERATOR_TOKEN } from '../fixtures/service-fixture.ts'

export interface PageRequest {
  /** Form fields; they make the request a POST. */
  readonly form?: Readonly<Record<string, string>>
  readonly cookie?: string
  readonly headers?: Readonly<Record<string, string>>
  /** The browser's IP address; by default one that no other request has. */
  readonly from?: string
  /** The URL of another web server. */
  readonly at?: string
}

export interface PageAnswer {
  readonly status: number
  readonly goesTo: string | null
  readonly headers: Headers
  readonly text: string
}

let addresses = 0

/** An IP address from which no other test has sent a wrong token. */
export const newAddress = () => `203.0.113.${String((addresses += 1))}`

export function cookieIn({ headers }: { readonly headers: Headers }): string {
  const [cookie] = headers.getSetCookie().filter((each) => each.startsWith('operator_session='))
  return cookie?.split(';')[0] ?? expect.fail('no cookie')
}

/** `webUrl` is called for each request, so that the server may start later. */
export function operatorPages(webUrl: () => string) {
  async function page(path: string, request: PageRequest = {}): Promise<PageAnswer> {
    const { form, cookie, headers, from = newAddress(), at = webUrl() } = request
    const response = await fetch(`${at}${path}`, {
      redirect: 'manual',
      headers: { 'x-forwarded-for': from, ...(cookie !== undefined && { cookie }), ...headers },
      ...(form !== undefined && { method: 'POST', body: new URLSearchParams(form) }),
    })
    const { status } = response
    const goesTo = response.headers.get('location')
    return { status, goesTo, headers: response.headers, text: await response.text() }
  }
  const signIn = (form: Readonly<Record<string, string>>, request: PageRequest = {}) =>
    page('/sign-in', { ...request, form })
  /** Signs in. Returns the cookie. */
  const signedIn = async () => cookieIn(await signIn({ token: OPERATOR_TOKEN }))
  return { page, signIn, signedIn }
}
