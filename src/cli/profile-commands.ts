/** The `profiles …` commands: keep the URL and the token of each service under a name. They call no service. */
import { Argument, type Command } from 'commander'
import { usageError } from './exit-status.ts'
import { profileNamed, readProfiles, saveProfiles } from './profiles.ts'
import { type AddressOptions, parseToken, parseUrl, readSecretFile } from './service-address.ts'
import { describeOwnCommand } from './session.ts'
import type { Column } from './table.ts'
import type { Terminal } from './terminal.ts'

const TOKEN_HELP = `The operator's token is never an argument: the process list and the shell's history would show it. It is
read from the file that --token-file names, else asked for on the terminal, else read from standard input.
It is kept in $XDG_CONFIG_HOME/on24-act-on/profiles.json (~/.config without it), which only you may read.`

export function addProfileCommands(program: Command, terminal: Terminal): void {
  const profiles = program
    .command('profiles')
    .description('Keep the URLs and tokens of services under names, for --profile.')
  addAdd(profiles, terminal)
  addList(profiles, terminal)
  addUse(profiles, terminal)
  addRemove(profiles, terminal)
}

type Flags = AddressOptions & { readonly json?: boolean }

function addAdd(profiles: Command, terminal: Terminal): void {
  describeOwnCommand(
    profiles.command('add <name>'),
    'Save a profile, or replace it; the first one is in use at once.',
    [
      'profiles add production --url https://sync.example.com',
      'profiles add production --url https://sync.example.com < token.txt',
    ],
  )
    .addHelpText('after', `\n${TOKEN_HELP}`)
    .action(async (name: string, _flags: unknown, command: Command) => {
      const { url, tokenFile, json } = command.optsWithGlobals<Flags>()
      if (!/^\w[\w.-]{0,63}$/.test(name)) {
        throw usageError('A name must be 1 to 64 letters, digits, dots, hyphens or underscores.')
      }
      if (url === undefined) throw usageError('A profile needs the URL of its service: add --url.')
      const profile = { url: parseUrl(url), token: await readToken(terminal, tokenFile) }
      const saved = await readProfiles(terminal.env)
      const inUse = saved.inUse ?? name
      await saveProfiles(terminal.env, {
        inUse,
        profiles: { ...saved.profiles, [name]: profile },
      })
      const how = inUse === name ? 'in use' : `used with --profile ${name}`
      if (json !== true) terminal.out(`Profile ${name} for ${profile.url} is saved, and ${how}.`)
    })
}

async function readToken(terminal: Terminal, tokenFile: string | undefined): Promise<string> {
  if (tokenFile !== undefined) return parseToken(await readSecretFile(tokenFile))
  return parseToken(
    await (terminal.isInteractive
      ? terminal.ask("Operator's token", { isSecret: true })
      : terminal.readInput()),
  )
}

interface Row {
  readonly name: string
  readonly url: string
  readonly inUse: boolean
}

const COLUMNS: readonly Column<Row>[] = [
  { head: 'Profile', cell: ({ name }) => name },
  { head: 'URL', cell: ({ url }) => url, minWidth: 20 },
  { head: 'In use', cell: ({ inUse }) => (inUse ? 'yes' : 'no') },
]

function addList(profiles: Command, terminal: Terminal): void {
  describeOwnCommand(profiles.command('list'), 'List profiles, without their tokens.', [
    'profiles list',
  ]).action(async (_flags: unknown, command: Command) => {
    const saved = await readProfiles(terminal.env)
    const rows = Object.entries(saved.profiles).map(([name, { url }]): Row => {
      return { name, url, inUse: name === saved.inUse }
    })
    if (command.optsWithGlobals<Flags>().json === true) terminal.out(JSON.stringify(rows))
    else if (rows.length === 0) {
      terminal.out('No profiles. To save one: "profiles add <name> --url <url>".')
    } else {
      const { renderTable } = await import('./table.ts')
      terminal.out(renderTable(rows, COLUMNS, terminal))
    }
  })
}

function addUse(profiles: Command, terminal: Terminal): void {
  describeOwnCommand(
    profiles.command('use').addArgument(PROFILE),
    'Use a profile whenever no other is named, and neither URL nor token are given otherwise.',
    ['profiles use production'],
  ).action(async (name: string, _flags: unknown, command: Command) => {
    const saved = await readProfiles(terminal.env)
    const { url } = profileNamed(saved, name)
    await saveProfiles(terminal.env, { ...saved, inUse: name })
    if (command.optsWithGlobals<Flags>().json !== true) {
      terminal.out(`Profile ${name} for ${url} is in use.`)
    }
  })
}

function addRemove(profiles: Command, terminal: Terminal): void {
  describeOwnCommand(
    profiles.command('remove').addArgument(PROFILE),
    'Delete a profile and its token from this machine; the service still accepts the token.',
    ['profiles remove production'],
  ).action(async (name: string, _flags: unknown, command: Command) => {
    const saved = await readProfiles(terminal.env)
    profileNamed(saved, name)
    const kept = Object.entries(saved.profiles).filter(([other]) => other !== name)
    const inUse = saved.inUse === name ? null : saved.inUse
    await saveProfiles(terminal.env, { inUse, profiles: Object.fromEntries(kept) })
    if (command.optsWithGlobals<Flags>().json !== true) {
      terminal.out(`Profile ${name} is deleted.${inUse === null ? ' No profile is in use.' : ''}`)
    }
  })
}

/** Completions are by this name: see completions.ts. */
const PROFILE = new Argument('<profile>', 'name of a profile')
