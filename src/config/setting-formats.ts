// The formats of single environment variables. Messages state the expected format and never repeat the value, which
// may be a secret. They continue a sentence that begins with the variable's name.
import { createSecretKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import proxyaddr from 'proxy-addr'
import { z } from 'zod'
import { isLoopback } from './loopback.ts'

const KEY_BYTES = 32
const SHORTEST_TOKEN = 32
/** The fewest distinct bytes or characters of a key or token; random ones have many more. */
const FEWEST_DISTINCT = 8

export interface EncryptionKey {
  readonly id: string
  readonly key: KeyObject
}

export interface OperatorToken {
  /** Recorded in the audit trail. */
  readonly name: string
  readonly token: string
}

export const text = z.string()

/** A whole number within bounds, both included. */
export function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`
  return z
    .string()
    .regex(/^\d{1,9}$/, { error, abort: true })
    .transform(Number)
    .refine((value) => value >= least && value <= most, error)
}

export const trueOrFalse = z
  .enum(['true', 'false'], 'must be true or false')
  .transform((value) => value === 'true')

export function oneOf<const Word extends string>(words: readonly Word[]) {
  return z.enum(words, `must be ${words.join(' or ')}`)
}

export const commaList = z.string().transform(splitAtCommas)

/** The words of ON24's event list. With an unknown word, every webinar would be left out without an error. */
const CONTENT_TYPES = [
  ...['webcast', 'virtualenvironment', 'golive', 'gateway', 'experience', 'video', 'pdf'],
  ...['webpage', 'forum'],
] as const

export const contentType = z.enum(CONTENT_TYPES, {
  error: `must be some of ${CONTENT_TYPES.join(', ')}, separated by commas`,
})

/** Scheme, host and port, without a trailing slash. */
const origin = z.string().transform((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : null
  if (url === null || !isHttp(url) || url.href !== `${url.origin}/`) {
    context.addIssue('must be an origin without a path, for example https://example.com')
    return z.NEVER
  }
  return url.origin
})

/** An origin that receives credentials: https, except on this machine. */
export const safeOrigin = origin.refine(isSafe, 'must begin with https://, except on this machine')

/** A page that people open: no trailing slash, and nothing after its path. */
export const pageUrl = z.string().transform((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : null
  if (url === null || !isHttp(url) || url.href !== `${url.origin}${url.pathname}`) {
    context.addIssue('must be a URL without a query, for example https://temporal.example.com')
    return z.NEVER
  }
  return url.href.replace(/\/+$/, '')
})

/** What customers' browsers load or open: https, except on this machine. */
export const shownUrl = z.string().transform((value, context) => {
  if (isShownUrl(value)) return new URL(value).href
  context.addIssue('must be a URL that begins with https://, except on this machine')
  return z.NEVER
})

/** Stands for a list's id in ACTON_LIST_URL. */
export const LIST_ID = '{listId}'

/** The address of a list in Act-On's web pages. The id may not stand in its origin: every link must lead to Act-On. */
export const listUrl = z.string().refine((value) => {
  const [one, other] = ['l-1', 'l-2'].map((listId) => {
    const url = value.replaceAll(LIST_ID, listId)
    return URL.canParse(url) ? new URL(url) : null
  })
  return one?.protocol === 'https:' && one.origin === other?.origin && one.href !== other.href
}, `must be a URL that begins with https:// and has ${LIST_ID} after its host`)

/** As the target of a link. */
export const contact = z.string().transform((value, context) => {
  if (z.email().safeParse(value).success) return `mailto:${value}`
  if (isShownUrl(value)) return new URL(value).href
  context.addIssue('must be an e-mail address, or a URL that begins with https://')
  return z.NEVER
})

export const webhookUrl = z
  .string()
  .refine((value) => URL.canParse(value) && isHttp(new URL(value)), {
    error: 'must be a URL, for example https://example.com/hook',
    abort: true,
  })
  .refine(isSafe, 'must begin with https://, except on this machine')

/** Any text. In the form of Standard Webhooks, `whsec_` plus base64, it stands for the decoded bytes. */
export const webhookSecret = z
  .string()
  .refine(
    (value) => !value.startsWith('whsec_') || isBase64(value.slice('whsec_'.length)),
    'must be base64 after whsec_, or any text that does not begin with it',
  )

export const postgresUrl = z
  .string()
  .refine(
    (value) => URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol),
    'must be a connection string, for example postgres://user:password@host:5432/database',
  )

/** Express's `trust proxy`: the number of proxies in front, or their addresses. Never "all", which anyone can forge. */
export const proxies = z.string().transform((value, context) => {
  if (value === 'false') return false
  if (/^\d$/.test(value)) return Number(value)
  const addresses = splitAtCommas(value)
  if (addresses.length === 0 || !areAddresses(addresses)) {
    context.addIssue('must be false, the number of proxies in front, or their addresses')
    return z.NEVER
  }
  return addresses
})

/** `id:base64,…`, each key of 32 bytes. The first key encrypts; all of them decrypt. */
export const keyRing = z.string().transform((value, context): readonly EncryptionKey[] => {
  const keys = splitAtCommas(value).map((entry) => {
    const [id, secret] = splitAtColon(entry)
    const bytes = Buffer.from(secret, 'base64')
    return /^[\w-]+$/.test(id) && bytes.length === KEY_BYTES && !isWeak(bytes)
      ? { id, key: createSecretKey(bytes) }
      : null
  })
  const good = keys.filter((key) => key !== null)
  const isRepeated =
    repeats(good.map(({ id }) => id)) ||
    repeats(good.map(({ key }) => key.export().toString('base64')))
  if (good.length === 0 || good.length < keys.length || isRepeated) {
    context.addIssue(
      `must be id:key,… with different ids and different random keys of ${KEY_BYTES} bytes in base64 (openssl rand -base64 32)`,
    )
    return z.NEVER
  }
  return good
})

/** `name:token,…`, tokens of at least 32 characters. */
export const operatorTokens = z.string().transform((value, context): readonly OperatorToken[] => {
  const tokens = splitAtCommas(value).map((entry) => {
    const [name, token] = splitAtColon(entry)
    return { name, token }
  })
  const isGood = ({ name, token }: OperatorToken) =>
    name !== '' && token.length >= SHORTEST_TOKEN && !isWeak(token)
  const isRepeated =
    repeats(tokens.map(({ name }) => name)) || repeats(tokens.map(({ token }) => token))
  if (tokens.length === 0 || !tokens.every(isGood) || isRepeated) {
    context.addIssue(
      `must be name:token,… with different names and different random tokens of at least ${SHORTEST_TOKEN} characters`,
    )
    return z.NEVER
  }
  return tokens
})

/** Compiles them as Express does, which would otherwise fail only at the first request. */
function areAddresses(addresses: readonly string[]): boolean {
  try {
    proxyaddr.compile([...addresses])
    return true
  } catch {
    return false
  }
}

/** Too few distinct bytes or characters to be random. */
function isWeak(secret: Iterable<unknown>): boolean {
  return new Set(secret).size < FEWEST_DISTINCT
}

function isBase64(text: string): boolean {
  return text !== '' && Buffer.from(text, 'base64').toString('base64') === text
}

function splitAtCommas(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function splitAtColon(entry: string): [string, string] {
  const colon = entry.indexOf(':')
  return colon < 0 ? ['', entry] : [entry.slice(0, colon), entry.slice(colon + 1)]
}

function repeats(names: readonly string[]): boolean {
  return new Set(names).size < names.length
}

function isHttp({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:'
}

function isShownUrl(value: string): boolean {
  return URL.canParse(value) && isHttp(new URL(value)) && isSafe(value)
}

function isSafe(value: string): boolean {
  return new URL(value).protocol === 'https:' || isLoopback(value)
}
