/** The list commands: their filters are named as in the API's query, and all have the same paging options. */
import { BOOLEANS } from './format.ts'
import { type Command, Option } from 'commander'
import type { z } from 'zod'
import { Access } from '../api/access.ts'
import { AccountProblem } from '../api/account-problem.ts'
import { AuditEntry } from '../api/audit-entry.ts'
import { routes } from '../api/routes.ts'
import { Rejection, REJECTED_BY } from '../api/rejection.ts'
import { Run, RUN_TRIGGERS } from '../api/run.ts'
import { Webinar } from '../api/webinar.ts'
import { AUDIT_ACTIONS } from '../contracts/audit-words.ts'
import { RUN_OUTCOMES } from '../contracts/run.ts'
import { TROUBLE_KINDS } from '../contracts/trouble.ts'
import { describeCommand, type OpenSession } from './session.ts'
import type { List } from './show-list.ts'
import {
  accessColumns,
  auditColumns,
  problemColumns,
  rejectionColumns,
  runColumns,
  webinarColumns,
} from './tables.ts'

export interface ListCommand<Item extends z.ZodType> extends Omit<
  List<Item>,
  'all' | 'params' | 'query'
> {
  /** Name and arguments, which are the route's parameters: `<id>`, or `<id> <startedAt>`. */
  readonly usage: string
  readonly filters: readonly Option[]
  readonly examples: readonly string[]
}

export function addList<Item extends z.ZodType>(
  parent: Command,
  open: OpenSession,
  { usage, filters, examples, ...list }: ListCommand<Item>,
): void {
  const command = describeCommand(parent.command(usage), list.route, examples)
  for (const option of [...filters, ...pagingOptions()]) command.addOption(option)
  command.action(async () => {
    const names = command.registeredArguments.map((argument) => argument.name())
    const params = Object.fromEntries(names.map((name, index) => [name, command.args[index] ?? '']))
    const { all = false, ...query } = command.opts<Record<string, unknown> & { all?: boolean }>()
    const { showList } = await import('./show-list.ts')
    await showList(await open(), { ...list, params, query, all })
  })
}

export function addListCommands(program: Command, open: OpenSession): void {
  addList(program, open, {
    usage: 'runs <id>',
    route: routes.listRuns,
    filters: [
      new Option('--trigger <trigger>', 'only runs with this trigger').choices(RUN_TRIGGERS),
      new Option('--outcome <outcome>', 'only runs with this outcome').choices(RUN_OUTCOMES),
    ],
    examples: ['runs 22950', 'runs 22950 --outcome failed --all --json'],
    item: Run,
    columns: runColumns,
    emptyText: 'No runs found.',
  })
  addList(program, open, {
    usage: 'webinars <id>',
    route: routes.listWebinars,
    filters: [
      new Option('--settled <is>', 'only settled webinars, or only open ones').choices(BOOLEANS),
      new Option('--excluded <is>', 'only excluded webinars, or only included').choices(BOOLEANS),
      new Option('--problem <is>', 'only webinars with a problem, or without').choices(BOOLEANS),
      new Option('--search <text>', 'part of the title, or the beginning of the event id'),
    ],
    examples: [
      'webinars 22950',
      'webinars 22950 --excluded true',
      'webinars 22950 --problem true --search "quarterly results"',
    ],
    item: Webinar,
    columns: webinarColumns,
    emptyText: 'No webinars found.',
  })
  addList(program, open, {
    usage: 'problems <id>',
    route: routes.listProblems,
    filters: [new Option('--kind <kind>', 'only problems of this kind').choices(TROUBLE_KINDS)],
    examples: ['problems 22950', 'problems 22950 --kind removalsHeld --all --json'],
    item: AccountProblem,
    columns: problemColumns,
    emptyText:
      'No list and no webinar has a problem. For the state of the account itself see "accounts show".',
  })
  addList(program, open, {
    usage: 'rejections <id>',
    route: routes.listRejections,
    filters: [
      new Option('--event-id <eventId>', 'only rows of this webinar'),
      new Option('--source <source>', 'only rows that this one refused').choices(REJECTED_BY),
    ],
    examples: ['rejections 22950', 'rejections 22950 --event-id 4781233 --all'],
    item: Rejection,
    columns: rejectionColumns,
    emptyText: 'No rejected rows found.',
  })
  addList(program, open, {
    usage: 'access',
    route: routes.listAccess,
    filters: [],
    examples: ['access', 'access --all --json'],
    item: Access,
    columns: accessColumns,
    emptyText: 'No operator has signed in, and no token has been refused.',
  })
  addList(program, open, {
    usage: 'audit <id>',
    route: routes.listAudit,
    filters: [new Option('--action <action>', 'only entries of this kind').choices(AUDIT_ACTIONS)],
    examples: ['audit 22950', 'audit 22950 --action paused --limit 10'],
    item: AuditEntry,
    columns: auditColumns,
    emptyText: 'No entries found.',
  })
}

function pagingOptions(): Option[] {
  return [
    new Option('--limit <n>', 'items per page; 50 by default'),
    new Option('--cursor <cursor>', 'the nextCursor of the previous page'),
    new Option('--all', 'all pages; with --json one array of all items').conflicts([
      'limit',
      'cursor',
    ]),
  ]
}
