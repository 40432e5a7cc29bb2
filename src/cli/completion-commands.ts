/** The command that prints a shell's completion script, and the hidden one that the scripts ask. */
import { fileURLToPath } from 'node:url'
import { Argument, type Command } from 'commander'
import { completionScript, FILES, type Shell, SHELLS } from './completion-scripts.ts'
import { type Candidate, completionsFor } from './completions.ts'
import { describeOwnCommand, PROGRAM } from './session.ts'
import type { Terminal } from './terminal.ts'

const LAUNCHER = fileURLToPath(new URL(`../../bin/${PROGRAM}.mjs`, import.meta.url))

const SOURCE_HELP = `The shell completes what it knows as ${PROGRAM}. If that is not on your PATH, make it an alias first:
  alias ${PROGRAM}=${LAUNCHER}
  source <(${PROGRAM} completion bash)    # or zsh, after compinit
Both lines may stand in ~/.bashrc or ~/.zshrc.`

export function addCompletionCommands(program: Command, terminal: Terminal): void {
  describeOwnCommand(
    program
      .command('completion')
      .addArgument(new Argument('<shell>', 'the shell that sources it').choices(SHELLS)),
    'Print a script that lets a shell complete commands, options and profiles.',
    ['completion bash', 'completion zsh'],
  )
    .addHelpText('after', `\n${SOURCE_HELP}`)
    .action((shell: Shell) => terminal.out(completionScript(shell, LAUNCHER)))

  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: readonly string[]) => {
      const found = await completionsFor(program, words, (name) => valuesNamed(terminal, name))
      if (found === 'files') terminal.out(FILES)
      else if (found.length > 0) terminal.out(found.map(lineOf).join('\n'))
    })
}

async function valuesNamed(terminal: Terminal, name: string): Promise<readonly string[]> {
  if (name !== 'profile') return []
  const { readProfiles } = await import('./profiles.ts')
  return Object.keys((await readProfiles(terminal.env)).profiles)
}

function lineOf({ value, description }: Candidate): string {
  return description === '' ? value : `${value}\t${description}`
}
