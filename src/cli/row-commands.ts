/** The commands that decide about rows: removals that are held, and rows that could not be written. */
import { Argument, type Command } from 'commander'
import { routes } from '../api/routes.ts'
import type { Decided } from '../api/operation-bodies.ts'
import { explain, type OpenSession, show } from './session.ts'
import { countOf } from './words.ts'

const DECISIONS = ['apply', 'drop'] as const
type Decision = (typeof DECISIONS)[number]

export function addRowCommands(program: Command, open: OpenSession): void {
  addHeld(program, open)
  addRetry(program, open)
  addExport(program, open)
}

function addHeld(program: Command, open: OpenSession): void {
  explain(program.command('held <id> <eventId>'), routes.decideHeld, [
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
      show(session, text, () =>
        decision === 'apply'
          ? `${removals(value)} will be made. ${whatFollows(value)}`
          : `${removals(value)} dropped: these contacts stay in the list.`,
      )
    })
}

function addRetry(program: Command, open: OpenSession): void {
  explain(program.command('retry <id>'), routes.retryRejections, ['retry 22950']).action(
    async (id: string) => {
      const session = await open()
      const call = { params: { id }, query: {}, body: {} }
      const { text, value } = await session.api.ask(routes.retryRejections, call)
      show(session, text, () =>
        value.rows === 0
          ? 'There is no such row.'
          : `${rows(value)} will be tried again. ${whatFollows(value)}`,
      )
    },
  )
}

function addExport(program: Command, open: OpenSession): void {
  explain(program.command('export <id>'), routes.downloadRejections, [
    'export 22950 > rejections.csv',
    'export 22950 --event-id 4781233 > rejections.csv',
  ])
    .option('--event-id <eventId>', 'only those of this webinar')
    .action(async (id: string, query: { eventId?: string }) => {
      const session = await open()
      const call = { params: { id }, query, body: undefined }
      // Each line of it ends with a line break; the terminal adds one.
      session.terminal.out((await session.api.send(routes.downloadRejections, call)).trimEnd())
    })
}

function whatFollows({ syncAsked }: Decided): string {
  return syncAsked ? 'A run was asked for.' : 'The next run does it: none was asked for.'
}

function removals({ rows: count }: Decided): string {
  return count === 1 ? '1 removal' : `${countOf(count)} removals`
}

function rows({ rows: count }: Decided): string {
  return count === 1 ? '1 row' : `${countOf(count)} rows`
}
