/** The command line: its commands, its global options, and how results and errors become exit statuses. */
import { Command, CommanderError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import type { FieldMistake } from '../api/problem.ts'
import { addCommands } from './command-table.ts'
import { CommandFailed, EXIT, EXIT_HELP, type ExitStatus, InputMissing } from './exit-status.ts'
import { inputMistake } from './input-words.ts'
import { ADDRESS_HELP, type AddressOptions, readServiceAddress } from './service-address.ts'
import { type OpenSession, PROGRAM, WAIT_TIMING, type WaitTiming } from './session.ts'
import type { Terminal } from './terminal.ts'
import { plain } from './format.ts'

/** Never throws. */
export async function runCli(
  args: readonly string[],
  terminal: Terminal,
  timing: WaitTiming = WAIT_TIMING,
): Promise<ExitStatus> {
  try {
    const program = await createProgram(args, terminal, timing)
    await program.parseAsync(args, { from: 'user' })
    return EXIT.ok
  } catch (error) {
    return end(error, terminal)
  }
}

async function createProgram(
  args: readonly string[],
  terminal: Terminal,
  timing: WaitTiming,
): Promise<Command> {
  const program = new Command(PROGRAM)
    .description('Operates the service that keeps Act-On lists in step with ON24 webinars.')
    .option('--url <url>', 'URL of the service')
    .option('--token-file <path>', "file with an operator's token")
    .option('--profile <profile>', 'URL and token that are saved under this name')
    .option('--json', "print the API's answer")
    .version(packageJson.version, '--version', 'print the version')
    .addHelpText('after', `\n${ADDRESS_HELP}\n\n${EXIT_HELP}\n\n${COLOUR_HELP}`)
    .configureHelp({ showGlobalOptions: true, subcommandTerm: usageOf })
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
      // Commander quotes wrong options and superfluous arguments, which may be secrets.
      outputError: (text, write) =>
        write(text.replace(/(--[\w-]+)=[^\s']+/g, '$1').replace(/(but got \d+): .*/, '$1.')),
    })
    .showHelpAfterError('(see --help)')
    .exitOverride()
  let current = program
  program.hook('preAction', (_program, command) => {
    current = command
  })
  const open: OpenSession = async () => {
    const options = program.opts<AddressOptions & { json?: boolean }>()
    const address = await readServiceAddress(terminal.env, options)
    // Only now: help and completions are there sooner without the HTTP client.
    const { createApi } = await import('./api.ts')
    const words = (mistake: FieldMistake) => inputMistake(current, mistake)
    const api = createApi(address, terminal.interrupted, words)
    return { api, terminal, timing, isJson: options.json === true }
  }
  await addCommands(program, args, { open, terminal })
  return program
}

/** Name and arguments: what options and commands it has is not known before it is loaded. */
function usageOf(command: Command): string {
  return `${command.name()} ${command.usage().replace(/\[(options|command)\] ?/g, '')}`.trim()
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
