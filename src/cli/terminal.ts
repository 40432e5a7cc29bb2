/** What the command line speaks through, so that tests can hear it. Standard output is for what was asked alone. */
import { text } from 'node:stream/consumers'
import { styleText } from 'node:util'
import { read } from 'read'
import type { Environment } from '../config/config.ts'

export type Colour = 'bold' | 'dim' | 'green' | 'red' | 'yellow'

export interface Terminal {
  readonly env: Environment
  /** Columns that a table may take. */
  readonly width: number
  /** Somebody sits there and can be asked. */
  readonly isInteractive: boolean
  /** Ctrl-C. */
  readonly interrupted: AbortSignal
  /** Where progress is drawn. */
  readonly progress: NodeJS.WritableStream
  readonly canRedraw: boolean
  out(text: string): void
  err(text: string): void
  /** For standard output; plain when it is no terminal, or NO_COLOR is set (https://no-color.org). */
  paint(colour: Colour, text: string): string
  /** What is typed does not appear when it is a secret. */
  ask(question: string, options: { readonly isSecret: boolean }): Promise<string>
  /** All of it. */
  readInput(): Promise<string>
}

/** Of a pipe or a file: nothing is cut there. */
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
    ask: (question, { isSecret }) =>
      read({ prompt: `${question}: `, silent: isSecret, input: stdin, output: stderr }),
    readInput: () => text(stdin),
  }
}
