/** The command line: its commands, its global options, and how results and errors become exit statuses. */
import { Command, CommanderError } from 'commander'
import { addAccountCommands } from './account-commands.ts'
import { createApi } from './api.ts'
import { CommandFailed, EXIT, EXIT_HELP, type ExitStatus, InputMissing } from './exit-status.ts'
import { addExplainCommand } from './explain-command.ts'
import { addListCommands } from './list-commands.ts'
import { addOrphanCommands } from './orphan-commands.ts'
import { addRowCommands } from './row-commands.ts'
import { addRunCommands } from './run-commands.ts'
import { ADDRESS_HELP, readServiceAddress } from './service-address.ts'
import { type OpenSession, PROGRAM, type WaitTiming } from './session.ts'
import type { Terminal } from './terminal.ts'
import { WAIT_TIMING } from './wait-for-run.ts'
import { addVerificationCommands } from './verification-commands.ts'
import { addWebinarCommands } from './webinar-commands.ts'
import { plain } from './format.ts'
import { addOperationCommands } from './operation-commands.ts'

/** Never throws. */
export async function runCli(
  args: readonly string[],
  terminal: Terminal,
  timing: WaitTiming = WAIT_TIMING,
): Promise<ExitStatus> {
  try {
    await createProgram(terminal, timing).parseAsync(args, { from: 'user' })
    return EXIT.ok
  } catch (error) {
    return end(error, terminal)
  }
}

function createProgram(terminal: Terminal, timing: WaitTiming): Command {
  const program = new Command(PROGRAM)
    .description('Operates the service that keeps Act-On lists in step with ON24 webinars.')
    .option('--url <url>', 'URL of the service')
    .option('--token-file <path>', "file with an operator's token")
    .option('--json', "print the API's answer; to silence npm: npm run --silent cli -- …")
    .addHelpText('after', `\n${ADDRESS_HELP}\n\n${EXIT_HELP}\n\n${COLOUR_HELP}`)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
      // Commander quotes wrong options, and their values may be secrets.
      outputError: (text, write) => write(text.replace(/(--[\w-]+)=[^\s']+/g, '$1')),
    })
    .showHelpAfterError('(see --help)')
    .exitOverride()
  const open: OpenSession = async () => {
    const options = program.opts<{ url?: string; tokenFile?: string; json?: boolean }>()
    const address = await readServiceAddress(terminal.env, options)
    const api = createApi(address, terminal.interrupted)
    return { api, terminal, timing, isJson: options.json === true }
  }
  addAccountCommands(program, open)
  addOperationCommands(program, open)
  addVerificationCommands(program, open)
  addExplainCommand(program, open)
  addListCommands(program, open)
  addRunCommands(program, open)
  addWebinarCommands(program, open)
  addRowCommands(program, open)
  addOrphanCommands(program, open)
  return program
}

const COLOUR_HELP = 'Times are UTC. Colours are used on terminals only; NO_COLOR turns them off.'

function end(error: unknown, { err, interrupted }: Terminal): ExitStatus {
  // Commander has printed the message.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usageError
  if (error instanceof CommandFailed) {
    error.lines.map(plain).forEach(err)
    if (error instanceof InputMissing) err(`\n${error.help}`)
    return error.exitStatus
  }
  if (interrupted.aborted || isCancelledQuestion(error)) {
    err('Interrupted. The request may have reached the service.')
    return EXIT.interrupted
  }
  err(error instanceof Error ? error.message : String(error))
  return EXIT.failed
}

/** Ctrl-C at a question: https://github.com/npm/read */
function isCancelledQuestion(error: unknown): boolean {
  return error instanceof Error && error.message === 'canceled'
}
