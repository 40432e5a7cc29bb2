/**
 * What may come next on a command line that is being typed: commands, options, and the values of those that have some.
 * It all comes from the tree of commands.
 */
import type { Argument, Command, Option } from 'commander'

export interface Candidate {
  readonly value: string
  readonly description: string
}

/** `files`: the shell offers its own names of files. */
export type Completions = readonly Candidate[] | 'files'

/** Values that are not in the tree of commands, by the name of an option's value or of an argument, such as `profile`. */
export type ValuesNamed = (name: string) => Promise<readonly string[]>

/** `typed`: the words after the program's name. The last one is being typed, and may be empty. */
export async function completionsFor(
  program: Command,
  typed: readonly string[],
  valuesNamed: ValuesNamed,
): Promise<Completions> {
  const { words, current } = splitWords(typed)
  const [, flag, begun] = /^(--[\w-]+=)(.*)$/s.exec(current) ?? []
  if (flag !== undefined && begun !== undefined) {
    const option = optionNamed(placeOf(program, words).command, flag.slice(0, -1))
    const found = option === null ? [] : await valuesOf(option, valuesNamed)
    if (found === 'files') return found
    return beginningWith(begun, found).map((one) => ({ ...one, value: flag + one.value }))
  }
  const found = await nextAt(placeOf(program, words), current, valuesNamed)
  return found === 'files' ? found : beginningWith(current, found)
}

/** Bash splits `--state=failing` into three words. */
function splitWords(typed: readonly string[]) {
  const current = typed.at(-1) ?? ''
  const words = typed.slice(0, -1).filter((word) => word !== '=')
  return { words, current: current === '=' ? '' : current }
}

interface Place {
  readonly command: Command
  /** The option whose value comes next. */
  readonly option: Option | null
  /** How many arguments of the command precede. */
  readonly args: number
}

function placeOf(program: Command, words: readonly string[]): Place {
  return words.reduce<Place>(
    ({ command, option, args }, word) => {
      if (word.startsWith('-')) return { command, option: optionNamed(command, word), args }
      if (option !== null) return { command, option: option.variadic ? option : null, args }
      const inner = command.commands.find((one) => one.name() === word)
      return inner === undefined
        ? { command, option, args: args + 1 }
        : { command: inner, option, args: 0 }
    },
    { command: program, option: null, args: 0 },
  )
}

/** Null also for an option that takes no value. */
function optionNamed(command: Command, word: string): Option | null {
  const option = optionsOf(command).find(({ long, short }) => word === long || word === short)
  return option?.required === true ? option : null
}

function optionsOf(command: Command): Option[] {
  const help = command.createHelp()
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)]
}

function nextAt(
  { command, option, args }: Place,
  current: string,
  valuesNamed: ValuesNamed,
): Completions | Promise<Completions> {
  if (current.startsWith('-')) {
    return optionsOf(command).map(({ long, short, description }) => {
      return { value: long ?? short ?? '', description }
    })
  }
  if (option !== null) return valuesOf(option, valuesNamed)
  if (command.commands.length > 0) {
    return command
      .createHelp()
      .visibleCommands(command)
      .map((one) => ({ value: one.name(), description: one.description() }))
  }
  const argument = command.registeredArguments[args]
  return argument === undefined ? [] : valuesOf(argument, valuesNamed)
}

async function valuesOf(taker: Option | Argument, valuesNamed: ValuesNamed): Promise<Completions> {
  const name = 'flags' in taker ? (/<(\w+)/.exec(taker.flags)?.[1] ?? '') : taker.name()
  if (name === 'path') return 'files'
  const values = taker.argChoices ?? (await valuesNamed(name))
  return values.map((value) => ({ value, description: '' }))
}

function beginningWith(begun: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ value }) => value.startsWith(begun))
}
