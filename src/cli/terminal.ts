/** Input and output of the command line, replaceable in tests. Standard output carries only the requested result. */
import { text } from 'node:stream/consumers'
import { styleText } from 'node:util'
import type { Environment } from '../config/config.ts'

export type Colour = 'bold' | 'dim' | 'green' | 'red' | 'yellow'

export interface Terminal {
  readonly env: Environment
  /** Characters per line. */
  readonly width: number
  /** An operator can be asked questions. */
  readonly isInteractive: boolean
  /** Ctrl-C. */
  readonly interrupted: AbortSignal
  /** Where progress is drawn. */
  readonly progress: NodeJS.WritableStream
  readonly canRedraw: boolean
  out(text: string): void
  err(text: string): void
  /** For standard output; no colour when it is not a terminal or NO_COLOR is set (https://no-color.org). */
  paint(colour: Colour, text: string): string
  /** A secret is not echoed while it is typed. */
  ask(question: string, options: { readonly isSecret: boolean }): Promise<string>
  /** All of standard input. */
  readInput(): Promise<string>
}

/** For a pipe or a file, where nothing is cut. */
const WIDTH_WITHOUT_TERMINAL = 10_000

export function terminalOf(
  { env, stdin, stdout, stderr }: Pick<NodeJS.Process, 'env' | 'stdin' | 'stdout' | 'stderr'>,
  interrupted: AbortSignal,
): Terminal {
  return {
    env,
    width: stdout.isTTY ? stdout.columns : WIDTH_WITHOUT_TERMINAL,
    isInteractive: stdin.isTTY && stderr.isTTY,
    interrupted,
    progress: stderr,
    canRedraw: stderr.isTTY,
    out: (line) => void stdout.write(`${line}\n`),
    err: (line) => void stderr.write(`${line}\n`),
    paint: (colour, words) => styleText(colour, words, { stream: stdout }),
    async ask(question, { isSecret }) {
      const { read } = await import('read')
      return read({ prompt: `${question}: `, silent: isSecret, input: stdin, output: stderr })
    },
    readInput: () => text(stdin),
  }
}
