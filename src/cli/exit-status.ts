/** How a command ends: its exit status, and the lines printed on standard error when it fails. */

export const EXIT = {
  ok: 0,
  failed: 1,
  usageError: 2,
  notFound: 3,
  refused: 4,
  unavailable: 5,
  /** As shells report a program that Ctrl-C ended. */
  interrupted: 130,
} as const
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT]

export const EXIT_HELP = `Exit status:
  0    done; with --wait: the run ended "complete" or "rejections"
  1    with --wait: the run ended otherwise, including "incomplete"; a channel did not take a test notice; or an
       unexpected error
  2    usage error: an argument, an option, the URL or the token is missing or wrong
  3    not found
  4    refused by the service: the token, the state of the account, or invalid values
  5    the service cannot be reached, or has a problem itself: try again later
  130  Ctrl-C; the run that --wait was watching continues`

/** `lines` say what happened and what to do. They hold no secrets. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed'
  readonly exitStatus: ExitStatus
  readonly lines: readonly string[]

  constructor(exitStatus: ExitStatus, ...lines: readonly string[]) {
    super(lines.join('\n'))
    this.exitStatus = exitStatus
    this.lines = lines
  }
}

/** There is no terminal to ask for an input that was not given. */
export class InputMissing extends CommandFailed {
  /** Our own lines about how to give it, printed as they are. */
  readonly help: string

  constructor(line: string, help: string) {
    super(EXIT.usageError, line)
    this.help = help
  }
}

/** The code of a system error such as ENOENT; null for other errors. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null
}

export function usageError(...lines: readonly string[]): CommandFailed {
  return new CommandFailed(EXIT.usageError, ...lines)
}
