/** How a command of ours starts, speaks and ends: what it resolves to is its exit status, 1 after an error. */

/**
 * Ends the process. Arguments that parseArgs does not know are told of together with `usage`; of an error
 * only its message is shown, which names no secret.
 */
export function runCommand(
  usage: string,
  command: (args: readonly string[]) => Promise<number>,
): void {
  command(process.argv.slice(2)).then(
    (exitStatus) => process.exit(exitStatus),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
      if (isWrongUse(error)) process.stderr.write(`${usage}\n`)
      process.exit(1)
    },
  )
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** An argument that parseArgs does not know: https://nodejs.org/api/errors.html#err_parse_args_unknown_option */
function isWrongUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^ERR_PARSE_ARGS/.test(String(error.code))
}
