/** Runs a command: parses its flags, prints its usage, and exits with the status that it resolves to, or 1 on error. */
import { once } from 'node:events'
import { parseArgs, type ParseArgsConfig } from 'node:util'

export interface CommandOptions<Flag extends string> {
  /** Printed for `--help` and after unknown arguments. */
  readonly usage: string
  /** E.g. `once` for `--once`. Flags take no value; `--help` always exists. */
  readonly flags: readonly Flag[]
}

/** Exits the process. Prints only the message of an error, which contains no secret. */
export function runCommand<Flag extends string>(
  options: CommandOptions<Flag>,
  command: (given: ReadonlySet<Flag>) => Promise<number>,
): void {
  start(options, command).then(
    (exitStatus) => process.exit(exitStatus),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
      if (isWrongUse(error)) process.stderr.write(`${options.usage}\n`)
      process.exit(1)
    },
  )
}

/**
 * Resolves on SIGINT (Ctrl-C) or SIGTERM. Call it before starting anything: a signal without a listener does not end a
 * container's first process.
 */
export async function shutdownRequested(): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function start<Flag extends string>(
  { usage, flags }: CommandOptions<Flag>,
  command: (given: ReadonlySet<Flag>) => Promise<number>,
): Promise<number> {
  const options: NonNullable<ParseArgsConfig['options']> = { help: { type: 'boolean' } }
  for (const flag of flags) options[flag] = { type: 'boolean' }
  const { values } = parseArgs({ args: process.argv.slice(2), options })
  if (values['help'] !== true)
    return command(new Set(flags.filter((flag) => values[flag] === true)))
  say(usage)
  return 0
}

/** Whether parseArgs refused an argument: https://nodejs.org/api/errors.html#err_parse_args_unknown_option */
function isWrongUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^ERR_PARSE_ARGS/.test(String(error.code))
}
