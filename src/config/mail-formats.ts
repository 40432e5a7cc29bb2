// The formats of the settings for e-mail. As in setting-formats.ts, messages never repeat the value.
import { z } from 'zod'
import { isLoopback } from './loopback.ts'

export interface MailServer {
  readonly host: string
  readonly port: number
  /** TLS from the first byte, `smtps://`. Otherwise STARTTLS, without which nothing is sent, except on this machine. */
  readonly secure: boolean
  /** On this machine: TLS is used if it is offered, and no certificate of it is checked. */
  readonly isLoopback: boolean
  /** Null: the server needs no login. */
  readonly login: { readonly user: string; readonly password: string } | null
}

export interface MailAddress {
  /** Shown by mail programs; may be empty. */
  readonly name: string
  readonly address: string
}

/** The ports for sending mail: https://www.rfc-editor.org/rfc/rfc8314#section-7.3 */
const PORTS = { 'smtp:': 587, 'smtps:': 465 } as const

const serverMistake =
  'must be smtp://user:password@host:port or smtps://user:password@host:port, with special characters percent-encoded'

export const mailServer = z.string().transform((value, context): MailServer => {
  const server = URL.canParse(value) ? serverIn(new URL(value)) : null
  if (server !== null) return server
  context.addIssue(serverMistake)
  return z.NEVER
})

function serverIn(url: URL): MailServer | null {
  const { protocol, username, password, hostname } = url
  if (protocol !== 'smtp:' && protocol !== 'smtps:') return null
  const hasMore = url.search !== '' || url.hash !== '' || !['', '/'].includes(url.pathname)
  if (hostname === '' || hasMore || (username === '') !== (password === '')) return null
  const login = username === '' ? null : decoded({ user: username, password })
  if (login === undefined) return null
  return Object.freeze({
    // An IPv6 address has brackets in a URL only.
    host: hostname.replace(/^\[(.+)\]$/, '$1'),
    port: url.port === '' ? PORTS[protocol] : Number(url.port),
    secure: protocol === 'smtps:',
    isLoopback: isLoopback(url.href),
    login,
  })
}

function decoded({
  user,
  password,
}: NonNullable<MailServer['login']>): MailServer['login'] | undefined {
  try {
    return { user: decodeURIComponent(user), password: decodeURIComponent(password) }
  } catch {
    return undefined
  }
}

const address = z.email()

const fromMistake =
  'must be an e-mail address, which may have a name: ops@example.com or Sync <ops@example.com>'

export const mailSender = z.string().transform((value, context): MailAddress => {
  const [, name = '', inBrackets] = /^([^<>,"]*)<([^<>]+)>$/.exec(value) ?? []
  const sender = { name: name.trim(), address: (inBrackets ?? value).trim() }
  if (address.safeParse(sender.address).success) return Object.freeze(sender)
  context.addIssue(fromMistake)
  return z.NEVER
})

export const mailAddress = z.email('must be e-mail addresses, separated by commas')
