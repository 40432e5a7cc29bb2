/** Commands for rows that wait for an operator: held removals and rejected rows. */
import { Argument, type Command, Option } from 'commander'
import { routes } from '../api/routes.ts'
import type { Decided } from '../api/operation-bodies.ts'
import { REJECTED_BY } from '../api/rejection.ts'
import { describeCommand, type OpenSession, print } from './session.ts'
import { countOf, rowsOf, runNote } from './format.ts'

const DECISIONS = ['apply', 'drop'] as const
type Decision = (typeof DECISIONS)[number]

interface ExportedRows {
  readonly eventId?: string
  readonly source?: (typeof REJECTED_BY)[number]
}

export function addRowCommands(program: Command, open: OpenSession): void {
  addHeld(program, open)
  addRetry(program, open)
  addExport(program, open)
}

function addHeld(program: Command, open: OpenSession): void {
  describeCommand(program.command('held <id> <eventId>'), routes.decideHeld, [
    'held 22950 4781233 apply',
    'held 22950 4781233 drop',
  ])
    .addArgument(
      new Argument('<decision>', 'apply: remove them; drop: keep them in the list').choices(
        DECISIONS,
      ),
    )
    .action(async (id: string, eventId: string, decision: Decision) => {
      const session = await open()
      const body = { apply: decision === 'apply' }
      const call = { params: { id, eventId }, query: {}, body }
      const { text, value } = await session.api.ask(routes.decideHeld, call)
      print(session, text, () =>
        decision === 'apply'
          ? `${removals(value)} will be made. ${runNote(value)}`
          : `${removals(value)} dropped: these contacts stay in the list.`,
      )
    })
}

function addRetry(program: Command, open: OpenSession): void {
  describeCommand(program.command('retry <id>'), routes.retryRejections, ['retry 22950']).action(
    async (id: string) => {
      const session = await open()
      const call = { params: { id }, query: {}, body: {} }
      const { text, value } = await session.api.ask(routes.retryRejections, call)
      print(session, text, () =>
        value.rows === 0
          ? 'There are no rejected rows.'
          : `${rowsOf(value)} will be retried. ${runNote(value)}`,
      )
    },
  )
}

function addExport(program: Command, open: OpenSession): void {
  describeCommand(program.command('export <id>'), routes.downloadRejections, [
    'export 22950 > rejections.csv',
    'export 22950 --event-id 4781233 --source actOn > rejections.csv',
  ])
    .option('--event-id <eventId>', 'only rows of this webinar')
    .addOption(
      new Option('--source <source>', 'only rows that this one refused').choices(REJECTED_BY),
    )
    .action(async (id: string, query: ExportedRows) => {
      const session = await open()
      const call = { params: { id }, query, body: undefined }
      // The CSV ends with a line break, and the terminal adds one.
      session.terminal.out((await session.api.send(routes.downloadRejections, call)).trimEnd())
    })
}

function removals({ rows: count }: Decided): string {
  return count === 1 ? '1 removal' : `${countOf(count)} removals`
}
