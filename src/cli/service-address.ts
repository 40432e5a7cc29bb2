/** The service's URL and the operator's token. The token is never an argument: the process list would show it. */
import { readFile } from 'node:fs/promises'
import type { Environment } from '../config/config.ts'
import { usageError } from './exit-status.ts'

/** Environment variables of the command line; they are not settings of the service. */
export const VARIABLES = { url: 'ON24_ACT_ON_URL', token: 'ON24_ACT_ON_TOKEN' } as const

const DEFAULT_URL = 'http://127.0.0.1:8080'

export const ADDRESS_HELP = `Environment:
  ${VARIABLES.token}  an operator's token; or pass a file that holds it with --token-file
  ${VARIABLES.url}    URL of the service, unless given with --url; default: ${DEFAULT_URL}`

export interface ServiceAddress {
  /** Without a trailing slash. */
  readonly url: string
  readonly token: string
}

/** Throws CommandFailed, without quoting the token. */
export async function readServiceAddress(
  env: Environment,
  options: { readonly url?: string | undefined; readonly tokenFile?: string | undefined },
): Promise<ServiceAddress> {
  const url = parseUrl(options.url ?? (env[VARIABLES.url] || DEFAULT_URL))
  const { tokenFile } = options
  const given = tokenFile === undefined ? env[VARIABLES.token] : await readSecretFile(tokenFile)
  const token = given?.trim() ?? ''
  if (token === '') {
    throw usageError(
      `An operator's token is required: set ${VARIABLES.token}, or pass a file with --token-file.`,
    )
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw usageError("The operator's token must be ASCII characters without spaces.")
  }
  return { url, token }
}

/** Throws CommandFailed. */
export async function readSecretFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw usageError(`The file ${path} cannot be read (${code}).`)
  }
}

function parseUrl(given: string): string {
  const url = URL.parse(given)
  const isGood = url !== null && /^https?:$/.test(url.protocol) && url.search === ''
  if (!isGood || url.username !== '' || url.password !== '') {
    throw usageError(
      `The service's URL must look like ${DEFAULT_URL}: http or https, without a user name.`,
    )
  }
  return (url.origin + url.pathname).replace(/\/+$/, '')
}
