/** Where the service is and who asks. The token is never an argument: the process list would show it. */
import { readFile } from 'node:fs/promises'
import type { Environment } from '../config/config.ts'
import { wrongUse } from './exit-status.ts'

/** Of this command line alone: they are no settings of the service. */
export const VARIABLES = { url: 'ON24_ACT_ON_URL', token: 'ON24_ACT_ON_TOKEN' } as const

const DEFAULT_URL = 'http://127.0.0.1:8080'

export const ADDRESS_HELP = `Environment:
  ${VARIABLES.token}  an operator's token; or name a file that holds it with --token-file
  ${VARIABLES.url}    where the service is, unless --url says it; ${DEFAULT_URL} if neither does`

export interface ServiceAddress {
  /** Without a slash at the end. */
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
    throw wrongUse(
      `An operator's token is needed: set ${VARIABLES.token}, or name a file with --token-file.`,
    )
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw wrongUse("The operator's token is one word of ASCII characters: this one is not.")
  }
  return { url, token }
}

/** Throws CommandFailed. */
export async function readSecretFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw wrongUse(`The file ${path} cannot be read (${code}).`)
  }
}

function parseUrl(given: string): string {
  const url = URL.parse(given)
  const isGood = url !== null && /^https?:$/.test(url.protocol) && url.search === ''
  if (!isGood || url.username !== '' || url.password !== '') {
    throw wrongUse(
      `The service's URL must be like ${DEFAULT_URL}: http or https, and no user name in it.`,
    )
  }
  return (url.origin + url.pathname).replace(/\/+$/, '')
}
