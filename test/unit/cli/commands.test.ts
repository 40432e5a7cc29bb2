import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { routes } from '../../../src/api/routes.ts'
import { COMMAND_FILES } from '../../../src/cli/command-table.ts'
import { terminalOf } from '../../../src/cli/terminal.ts'
import { atCommandLine } from '../../support/processes/command-line.ts'

const GROUPS = ['accounts', 'backfills', 'notices', 'orphans', 'run', 'profiles', 'status-link']

/** About the command line itself. */
const CALL_NOTHING = [
  'profiles add',
  'profiles list',
  'profiles use',
  'profiles remove',
  'completion',
]

/** Names of the commands that a help text lists. */
async function commandsIn(...group: string[]): Promise<string[][]> {
  const { out } = await atCommandLine([...group, '--help'])
  const listed = /Commands:\n(.+?)(\n\n|$)/s.exec(out)?.[1] ?? ''
  const names = [...listed.matchAll(/^ {2}([\w-]+) /gm)].map(([, name = '']) => [...group, name])
  const own = names.filter((name) => name.at(-1) !== 'help')
  const nested = own.map((name) =>
    GROUPS.includes(name.join(' ')) ? commandsIn(...name) : Promise.resolve([name]),
  )
  return (await Promise.all(nested)).flat()
}

describe('commands', () => {
  test('there is one for every route of the API, and none for anything else', async () => {
    const names = await commandsIn()
    const helps = await Promise.all(names.map((name) => atCommandLine([...name, '--help'])))
    const told = helps.map(({ out }) => /^API: (.+)$/m.exec(out)?.[1])
    const silent = names.filter((_name, index) => told[index] === undefined)
    expect(silent.map((name) => name.join(' '))).toEqual(CALL_NOTHING)
    const named = told.filter((one) => one !== undefined)
    const wanted = Object.values(routes).map(({ method, path }) => `${method} /api/v1${path}`)
    expect(new Set(named)).toEqual(new Set(wanted))
  })

  test('each explains itself with examples of its own', async () => {
    const names = await commandsIn()
    expect(names.length).toBeGreaterThan(12)
    for (const name of names) {
      const { status, out, err } = await atCommandLine([...name, '--help'])
      expect({ status, err }).toEqual({ status: 0, err: '' })
      expect(out).toContain(`  on24-act-on ${name.join(' ')}`)
    }
  })

  test('the exit statuses and both variables stand in the help', async () => {
    const { out } = await atCommandLine(['--help'])
    for (const word of ['ON24_ACT_ON_URL', 'ON24_ACT_ON_TOKEN', 'NO_COLOR']) {
      expect(out).toContain(word)
    }
    expect([...out.matchAll(/^ {2}(\d+) {2}/gm)].map(([, status]) => status)).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
      '130',
    ])
  })
})

describe('the list of commands, which loads none of them', () => {
  test.each(COMMAND_FILES)('says of $commands what they say themselves', async (file) => {
    const program = new Command()
    const terminal = terminalOf(process, new AbortController().signal)
    await file.add(program, { terminal, open: () => Promise.reject(new Error('not opened')) })
    const help = program.createHelp()
    const isHidden = (command: Command) => file.hidden?.includes(command.name()) === true
    const own = program.commands
      .filter((command) => !isHidden(command))
      .map((command) => {
        const args = command.registeredArguments.map((argument) =>
          argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
        )
        return [[command.name(), ...args].join(' '), help.subcommandDescription(command)]
      })
    expect(own).toEqual(Object.entries(file.commands))
    expect(program.commands.filter(isHidden)).toHaveLength(file.hidden?.length ?? 0)
  })

  test('has each command once, under the name that loads it', async () => {
    const { out } = await atCommandLine(['--help'])
    const names = COMMAND_FILES.flatMap(({ commands }) => Object.keys(commands))
    for (const usage of names) {
      const [name = ''] = usage.split(' ')
      expect(out.match(new RegExp(`^  ${name}\\b`, 'gm')), usage).toHaveLength(1)
      const loaded = await atCommandLine([name, '--help'])
      expect(loaded.out).toMatch(/Examples:|Commands:/)
    }
  })
})
