/** How a command of ours starts, speaks and ends: what it resolves to is its exit status, 1 after an error. */
import { once } from 'node:events'
import { parseArgs, type ParseArgsConfig } from 'node:util'

export interface CommandOptions<Flag extends string> {
  /** Told after `--help`, and to whoever gives arguments that are unknown. */
  readonly usage: string
  /** Such as `demo` for `--demo`. They take no value, and `--help` is always one. */
  readonly flags: readonly Flag[]
}

/** Ends the process. Of an error only its message is shown, which names no secret. */
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
 * Resolves when somebody asks the command to end: Ctrl-C, or SIGTERM. A container's first process listens before it
 * starts anything, because a signal that it does not hear does not end it.
 */
export async function askedToEnd(): Promise<void> {
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

/** An argument that parseArgs does not know: https://nodejs.org/api/errors.html#err_parse_args_unknown_option */
function isWrongUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^ERR_PARSE_ARGS/.test(String(error.code))
}
