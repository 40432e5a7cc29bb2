/**
 * All commands: what the list of commands says of each, and the file that has it. A file is loaded when one of its
 * commands is named: with the API's schemas, all of them would take several times as long to load as Node takes to
 * start. A test compares these words with the commands' own.
 */
import type { Command } from 'commander'
import type { OpenSession } from './session.ts'
import type { Terminal } from './terminal.ts'

export interface CommandParts {
  readonly open: OpenSession
  readonly terminal: Terminal
}

export interface CommandFile {
  /** By name and arguments. */
  readonly commands: Readonly<Record<string, string>>
  /** Names of commands that are not listed. */
  readonly hidden?: readonly string[]
  /** Adds all of its commands. */
  add(program: Command, parts: CommandParts): Promise<void>
}

export const COMMAND_FILES: readonly CommandFile[] = [
  {
    commands: { accounts: 'List and manage accounts.' },
    async add(program, { open }) {
      const { addAccountCommands } = await import('./account-commands.ts')
      addAccountCommands(program, open)
    },
  },
  {
    commands: { 'status-link': "Make and withdraw the link to a customer's own page." },
    async add(program, { open }) {
      const { addStatusLinkCommands } = await import('./status-link-commands.ts')
      addStatusLinkCommands(program, open)
    },
  },
  {
    commands: {
      'pause <id>': 'Pause all work for an account.',
      'resume <id>': 'Resume where a pause stopped.',
      'sync <id>': 'Start a run now, or right after the current one.',
      'backfill <id>':
        'Read the webinars of a range of days again, and write the differences to Act-On.',
    },
    async add(program, { open }) {
      const { addOperationCommands } = await import('./operation-commands.ts')
      addOperationCommands(program, open)
    },
  },
  {
    commands: { backfills: 'Cancel a running backfill.' },
    async add(program, { open }) {
      const { addBackfillCommands } = await import('./backfill-commands.ts')
      addBackfillCommands(program, open)
    },
  },
  {
    commands: {
      'verify <id>':
        'Compare Act-On with ON24 cell by cell, and repair the differences if asked to.',
      'verifications <id>': 'List comparisons of Act-On with ON24, newest first.',
      'findings <id> <startedAt>': 'List what a comparison found, by webinar.',
    },
    async add(program, { open }) {
      const { addVerificationCommands } = await import('./verification-commands.ts')
      addVerificationCommands(program, open)
    },
  },
  {
    commands: {
      'explain <id>': 'Explain why the contacts of one person look as they do, webinar by webinar.',
    },
    async add(program, { open }) {
      const { addExplainCommand } = await import('./explain-command.ts')
      addExplainCommand(program, open)
    },
  },
  {
    commands: { fleet: 'Show all accounts together: the runs of the latest slot, and what waits.' },
    async add(program, { open }) {
      const { addFleetCommand } = await import('./fleet-command.ts')
      addFleetCommand(program, open)
    },
  },
  {
    commands: {
      'trouble [id]': 'Say what is wrong in all accounts, or in one: worst first, with what to do.',
    },
    async add(program, { open }) {
      const { addTroubleCommand } = await import('./trouble-command.ts')
      addTroubleCommand(program, open)
    },
  },
  {
    commands: {
      'runs <id>': 'List runs, newest first.',
      'webinars <id>': 'List webinars, newest first.',
      'problems <id>': 'List problems, oldest first, with what to do about them.',
      'rejections <id>': 'List rows that could not be written, by webinar.',
      access: 'List operator sign-ins and sign-outs, refused tokens and lockouts, newest first.',
      'audit <id>': 'List the audit trail, newest first; it is kept after the account is removed.',
    },
    async add(program, { open }) {
      const { addListCommands } = await import('./list-commands.ts')
      addListCommands(program, open)
    },
  },
  {
    commands: {
      run: 'Show one run. Its two ids are in wide tables of "runs <id>", and with --json.',
    },
    async add(program, { open }) {
      const { addRunCommands } = await import('./run-commands.ts')
      addRunCommands(program, open)
    },
  },
  {
    commands: {
      'exclude <id> <eventId>':
        'Exclude a webinar: it is neither read nor written, and its pending changes are dropped.',
      'include <id> <eventId>': 'Include a webinar again: the next run reads all of it.',
      'rebuild <id> <eventId>':
        "Write every row of a webinar's list again, in the account's time zone.",
    },
    async add(program, { open }) {
      const { addWebinarCommands } = await import('./webinar-commands.ts')
      addWebinarCommands(program, open)
    },
  },
  {
    commands: {
      'held <id> <eventId> <decision>': 'Apply or drop the held removals of a webinar.',
      'retry <id>':
        'Retry the rows that could not be written: send them again, or read them again.',
      'export <id>': 'Download the rows that could not be written, as CSV with formulas escaped.',
    },
    async add(program, { open }) {
      const { addRowCommands } = await import('./row-commands.ts')
      addRowCommands(program, open)
    },
  },
  {
    commands: {
      orphans: 'List and remove Schedules and controllers of accounts that are not linked.',
    },
    async add(program, { open }) {
      const { addOrphanCommands } = await import('./orphan-commands.ts')
      addOrphanCommands(program, open)
    },
  },
  {
    commands: { notices: 'Test the notices to operators.' },
    async add(program, { open }) {
      const { addNoticeCommands } = await import('./notice-commands.ts')
      addNoticeCommands(program, open)
    },
  },
  {
    commands: { profiles: 'Keep the URLs and tokens of services under names, for --profile.' },
    async add(program, { terminal }) {
      const { addProfileCommands } = await import('./profile-commands.ts')
      addProfileCommands(program, terminal)
    },
  },
  {
    commands: {
      'completion <shell>':
        'Print a script that lets a shell complete commands, options and profiles.',
    },
    hidden: ['complete'],
    async add(program, { terminal }) {
      const { addCompletionCommands } = await import('./completion-commands.ts')
      addCompletionCommands(program, terminal)
    },
  },
]

/** Adds the commands that may be meant as they are, and all others as a line of the list of commands. */
export async function addCommands(
  program: Command,
  args: readonly string[],
  parts: CommandParts,
): Promise<void> {
  for (const file of COMMAND_FILES) {
    const names = Object.keys(file.commands).map(nameIn)
    if ([...names, ...(file.hidden ?? [])].some((name) => args.includes(name))) {
      await file.add(program, parts)
    } else {
      for (const [usage, description] of Object.entries(file.commands)) {
        program.command(usage).description(description)
      }
    }
  }
}

function nameIn(usage: string): string {
  return usage.replace(/ .*/, '')
}
