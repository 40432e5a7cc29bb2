/** What every command uses after its arguments are parsed. */
import type { Command } from 'commander'
import type { Route } from '../api/route.ts'
import type { Api } from './api.ts'
import type { Terminal } from './terminal.ts'
import { safeJson } from './format.ts'

export interface WaitTiming {
  readonly pollMs: number
  /** How long a run may take to appear, and how long the service may be unavailable. */
  readonly timeoutMs: number
  /** How long a run may take to appear when none has to start: see waitForRun. */
  readonly graceMs: number
}

export interface Session {
  readonly api: Api
  readonly terminal: Terminal
  readonly timing: WaitTiming
  /** Standard output is read by programs. */
  readonly isJson: boolean
}

/** Throws CommandFailed when the service's URL or the token is missing or wrong. */
export type OpenSession = () => Promise<Session>

/** Prints the service's own answer for programs, and text for people. */
export function print({ terminal, isJson }: Session, answer: string, words: () => string): void {
  terminal.out(isJson ? safeJson(answer) : words())
}

/** How it is run in a checkout. */
export const PROGRAM = 'npm run cli --'

/** Adds help: what the command does, examples, and the API route that it calls. */
export function describeCommand(
  command: Command,
  { method, path, summary }: Route,
  examples: readonly string[],
): Command {
  const lines = examples.map((example) => `  ${PROGRAM} ${example}`)
  command.description(`${summary}.`)
  command.addHelpText(
    'after',
    ['', 'Examples:', ...lines, '', `API: ${method} /api/v1${path}`].join('\n'),
  )
  return command
}
