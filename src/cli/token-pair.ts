/** Reads ON24's token pair. It is never an argument: the process list would show it. */
import { InputMissing, usageError } from './exit-status.ts'
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

export const PAIR_HELP = `ON24's token pair is read from the first of these that is given:
  --pair-file <path>  two lines: the access token key, then the access token secret; "-" is standard input
  ${VARIABLES.key} and ${VARIABLES.secret} in the environment
  a prompt on the terminal, which does not show what you type`

/** Throws CommandFailed. Its lines quote nothing of the pair. */
export async function readTokenPair(
  terminal: Terminal,
  pairFile: string | undefined,
): Promise<TokenPair> {
  if (pairFile !== undefined) {
    const text = await (pairFile === '-' ? terminal.readInput() : readSecretFile(pairFile))
    return parsePair(text.trim().split(/\s*\n\s*/))
  }
  const { [VARIABLES.key]: key, [VARIABLES.secret]: secret } = terminal.env
  if (key || secret) return parsePair([key ?? '', secret ?? ''])
  if (!terminal.isInteractive) throw new InputMissing("ON24's token pair is missing.", PAIR_HELP)
  return parsePair([
    await terminal.ask('Access token key', { isSecret: true }),
    await terminal.ask('Access token secret', { isSecret: true }),
  ])
}

function parsePair(parts: readonly string[]): TokenPair {
  const [accessTokenKey, accessTokenSecret, ...others] = parts.map((part) => part.trim())
  if (!accessTokenKey || !accessTokenSecret || others.length > 0) {
    throw usageError("ON24's token pair must be two words: the access token key, then the secret.")
  }
  return { accessTokenKey, accessTokenSecret }
}
