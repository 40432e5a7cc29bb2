/** Runs the CLI in this process and returns both output streams and the exit status. */
import { PassThrough } from 'node:stream'
import { runCli } from '../../../src/cli/run-cli.ts'
import type { Terminal } from '../../../src/cli/terminal.ts'
import { OPERATOR_TOKEN } from '../fixtures/service-fixture.ts'

export interface Said {
  readonly status: number
  readonly out: string
  readonly err: string
}

export interface Sitting {
  readonly url?: string
  /** Null if no token is set. */
  readonly token?: string | null
  readonly env?: Readonly<Record<string, string>>
  readonly width?: number
  /** Answers to the prompts. Without them, the CLI is not interactive. */
  readonly typed?: readonly string[]
  /** The content of standard input. */
  readonly input?: string
  readonly interrupted?: AbortSignal
  readonly onErr?: (line: string) => void
}

/** Short intervals and timeouts, in milliseconds. */
const TIMING = { pollMs: 20, timeoutMs: 5_000, graceMs: 100 }

export async function atCommandLine(args: readonly string[], sitting: Sitting = {}): Promise<Said> {
  const said = { out: [] as string[], err: [] as string[] }
  const typed = [...(sitting.typed ?? [])]
  const { url, token = OPERATOR_TOKEN } = sitting
  const terminal: Terminal = {
    env: {
      ...(url !== undefined && { ON24_ACT_ON_URL: url }),
      ...(token !== null && { ON24_ACT_ON_TOKEN: token }),
      ...sitting.env,
    },
    width: sitting.width ?? 120,
    isInteractive: sitting.typed !== undefined,
    interrupted: sitting.interrupted ?? new AbortController().signal,
    progress: new PassThrough(),
    canRedraw: false,
    out: (line) => void said.out.push(line),
    err(line) {
      said.err.push(line)
      sitting.onErr?.(line)
    },
    paint: (_colour, words) => words,
    ask(question, { isSecret }) {
      said.err.push(isSecret ? `${question} (secret)` : question)
      return Promise.resolve(typed.shift() ?? '')
    },
    readInput: () => Promise.resolve(sitting.input ?? ''),
  }
  const status = await runCli(args, terminal, TIMING)
  return { status, out: said.out.join('\n'), err: said.err.join('\n') }
}
