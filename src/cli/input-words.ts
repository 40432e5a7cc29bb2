/** Says what is wrong with a request in the words of the command line, whose options and arguments made it. */
import type { Command } from 'commander'
import { type FieldMistake, mistakeInWords } from '../api/problem.ts'

/** Options and arguments that have another name than the field of the API. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  on24ClientId: 'id',
  registrantId: 'registrant',
}

/** What no option gives as it is: it is typed, or read from a file. */
const TYPED: Readonly<Record<string, string>> = {
  registrant: 'The registrant id',
  email: 'The e-mail address',
  accessTokenKey: 'The access token key',
  accessTokenSecret: 'The access token secret',
}

/** The words that stand for the API's null. */
const NULL_WORDS: readonly (readonly [inApi: string, atCommandLine: string])[] = [
  ['or null for none', 'or "none"'],
  ['or null for the general setting', 'or "general" for the general setting'],
]

/** A sentence, without the full stop. */
export function inputMistake(command: Command, { field, detail }: FieldMistake): string {
  const words = NULL_WORDS.reduce((text, [from, to]) => text.replace(from, to), detail)
  return mistakeInWords({ field: inputNamed(command, field), detail: words }, 'The command')
}

function inputNamed(command: Command, field: string): string {
  const [first = ''] = field.split('.')
  const name = OTHER_NAMES[first] ?? first
  const option = command.options.find((one) => one.attributeName() === name)
  if (typeof option?.long === 'string') return option.long
  const isArgument = command.registeredArguments.some((one) => one.name() === name)
  return isArgument ? `<${name}>` : (TYPED[name] ?? field)
}
