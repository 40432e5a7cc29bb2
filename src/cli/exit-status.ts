/** How a command ends: its exit status, and what is said on standard error when it did not go well. */

export const EXIT = {
  ok: 0,
  failed: 1,
  wrongUse: 2,
  notFound: 3,
  refused: 4,
  unavailable: 5,
  /** As a shell says it of a program that Ctrl-C has ended. */
  interrupted: 130,
} as const
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT]

export const EXIT_HELP = `Exit status:
  0    done; with --wait: the run ended "complete" or "rejections"
  1    the run that was waited for ended otherwise, "incomplete" included, or something unexpected happened
  2    wrong use: an argument, an option, the URL or the token is missing or wrong
  3    what was asked about is not there
  4    the service refused it: the token, a state that does not allow it, values that it does not take
  5    the service cannot be reached, or has trouble itself: try again later
  130  Ctrl-C; a run that was waited for goes on`

/** `lines` say what happened and what to do, without a secret in them. */
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

export function wrongUse(...lines: readonly string[]): CommandFailed {
  return new CommandFailed(EXIT.wrongUse, ...lines)
}
