/** The service's URL and the operator's token. The token is never an argument: the process list would show it. */
import { readFile } from 'node:fs/promises'
import type { Environment } from '../config/config.ts'
import { codeOf, usageError } from './exit-status.ts'

/** Environment variables of the command line; they are not settings of the service. */
export const VARIABLES = { url: 'ON24_ACT_ON_URL', token: 'ON24_ACT_ON_TOKEN' } as const

const DEFAULT_URL = 'http://127.0.0.1:8080'

export const ADDRESS_HELP = `Environment:
  ${VARIABLES.token}  an operator's token; or pass a file that holds it with --token-file
  ${VARIABLES.url}    URL of the service, unless given with --url; default: ${DEFAULT_URL}
Without any of these four the profile in use gives both: see "profiles --help".`

export interface AddressOptions {
  readonly url?: string
  readonly tokenFile?: string
  readonly profile?: string
}

export interface ServiceAddress {
  /** Without a trailing slash. */
  readonly url: string
  readonly token: string
}

/**
 * A profile is used as a whole or not at all: its token never goes to another URL, nor another token to its URL. Throws
 * CommandFailed, without quoting the token.
 */
export async function readServiceAddress(
  env: Environment,
  options: AddressOptions,
): Promise<ServiceAddress> {
  const given = givenBeside(env, options)
  if (options.profile !== undefined && given.length > 0) {
    throw usageError(
      `--profile cannot be used beside ${given.join(' and ')}: a profile gives both the URL and the token.`,
      'Leave out --profile, or leave out these options and unset these variables.',
    )
  }
  const profile = given.length > 0 ? null : await profileOf(env, options.profile)
  if (profile !== null) return { url: parseUrl(profile.url), token: parseToken(profile.token) }
  const url = parseUrl(options.url ?? (env[VARIABLES.url] || DEFAULT_URL))
  const { tokenFile } = options
  const token = tokenFile === undefined ? env[VARIABLES.token] : await readSecretFile(tokenFile)
  return { url, token: parseToken(token ?? '') }
}

/** Loads the file's schema only where a profile may be used. */
async function profileOf(env: Environment, name: string | undefined) {
  const { findProfile } = await import('./profiles.ts')
  return findProfile(env, name)
}

/** What gives a URL or a token and is no profile. */
function givenBeside(env: Environment, { url, tokenFile }: AddressOptions): string[] {
  return [
    ...(url === undefined ? [] : ['--url']),
    ...(tokenFile === undefined ? [] : ['--token-file']),
    ...Object.values(VARIABLES).filter((name) => env[name]),
  ]
}

/** Throws CommandFailed, without quoting the token. */
export function parseToken(given: string): string {
  const token = given.trim()
  if (token === '') {
    throw usageError(
      `An operator's token is required: set ${VARIABLES.token}, or pass a file with --token-file, or save`,
      'a URL with its token by "profiles add", which is used while neither is set or passed.',
    )
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw usageError("The operator's token must be ASCII characters without spaces.")
  }
  return token
}

/** Throws CommandFailed. */
export async function readSecretFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw usageError(`The file ${path} cannot be read (${codeOf(error) ?? 'unreadable'}).`)
  }
}

/** Throws CommandFailed. */
export function parseUrl(given: string): string {
  const url = URL.parse(given)
  const isGood = url !== null && /^https?:$/.test(url.protocol) && url.search === ''
  if (!isGood || url.username !== '' || url.password !== '') {
    throw usageError(
      `The service's URL must look like ${DEFAULT_URL}: http or https, without a user name.`,
    )
  }
  return (url.origin + url.pathname).replace(/\/+$/, '')
}
