/** What every command works with once its arguments are read. */
import type { Command } from 'commander'
import type { Route } from '../api/route.ts'
import type { Api } from './api.ts'
import type { Terminal } from './terminal.ts'
import { safeJson } from './words.ts'

export interface WaitTiming {
  readonly pollMs: number
  /** How long a run may take to appear, and the service may be away meanwhile. */
  readonly patienceMs: number
  /** The same for a run that nobody expects: see waitForRun. */
  readonly graceMs: number
}

export interface Session {
  readonly api: Api
  readonly terminal: Terminal
  readonly timing: WaitTiming
  /** Standard output is for programs. */
  readonly isJson: boolean
}

/** Throws CommandFailed when it is not known where the service is, or who asks. */
export type OpenSession = () => Promise<Session>

/** The service's own answer for programs, words for people. */
export function show({ terminal, isJson }: Session, answer: string, words: () => string): void {
  terminal.out(isJson ? safeJson(answer) : words())
}

/** As it is called in a checkout. */
export const PROGRAM = 'npm run cli --'

/** Says what a command does, with examples, and which route of the API stands behind it. */
export function explain(
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
