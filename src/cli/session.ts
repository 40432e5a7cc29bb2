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

export const WAIT_TIMING: WaitTiming = { pollMs: 1000, timeoutMs: 60_000, graceMs: 10_000 }

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

/** The name of the program: `bin` in package.json. */
export const PROGRAM = 'on24-act-on'

/** Adds help: what the command does, examples, and the API route that it calls. */
export function describeCommand(
  command: Command,
  { method, path, summary }: Route,
  examples: readonly string[],
): Command {
  return describeOwnCommand(command, `${summary}.`, examples).addHelpText(
    'after',
    `\nAPI: ${method} /api/v1${path}`,
  )
}

/** The same for a command that calls no route of the API: it is about the command line itself. */
export function describeOwnCommand(
  command: Command,
  description: string,
  examples: readonly string[],
): Command {
  const lines = examples.map((example) => `  ${PROGRAM} ${example}`)
  return command
    .description(description)
    .addHelpText('after', ['', 'Examples:', ...lines].join('\n'))
}
