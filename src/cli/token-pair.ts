/** ON24's token pair, as it is given to the command line: never as an argument, which the process list would show. */
import { wrongUse } from './exit-status.ts'
import { readSecretFile } from './service-address.ts'
import type { Terminal } from './terminal.ts'

export interface TokenPair {
  readonly accessTokenKey: string
  readonly accessTokenSecret: string
}

const VARIABLES = {
  key: 'ON24_ACT_ON_ACCESS_TOKEN_KEY',
  secret: 'ON24_ACT_ON_ACCESS_TOKEN_SECRET',
} as const

export const PAIR_HELP = `ON24's token pair is taken from, in this order:
  --pair-file <path>  two lines, the access token key and the access token secret; "-" is standard input
  ${VARIABLES.key} and ${VARIABLES.secret}, from the environment
  you, on a terminal: nothing of what you type is shown`

/** Throws CommandFailed, without quoting anything of it. */
export async function readTokenPair(
  terminal: Terminal,
  pairFile: string | undefined,
): Promise<TokenPair> {
  if (pairFile !== undefined) {
    const text = await (pairFile === '-' ? terminal.readInput() : readSecretFile(pairFile))
    return pairIn(text.trim().split(/\s*\n\s*/))
  }
  const { [VARIABLES.key]: key, [VARIABLES.secret]: secret } = terminal.env
  if (key || secret) return pairIn([key ?? '', secret ?? ''])
  if (!terminal.isInteractive) throw wrongUse("ON24's token pair is missing.", '', PAIR_HELP)
  return pairIn([
    await terminal.ask('Access token key', { isSecret: true }),
    await terminal.ask('Access token secret', { isSecret: true }),
  ])
}

function pairIn(parts: readonly string[]): TokenPair {
  const [accessTokenKey, accessTokenSecret, ...others] = parts.map((part) => part.trim())
  if (!accessTokenKey || !accessTokenSecret || others.length > 0) {
    throw wrongUse("ON24's token pair is two words: the access token key, then the secret.")
  }
  return { accessTokenKey, accessTokenSecret }
}
