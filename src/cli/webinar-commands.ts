/** The commands that leave a webinar out, and take it in again. */
import type { Command } from 'commander'
import { routes } from '../api/routes.ts'
import { explain, type OpenSession, show } from './session.ts'
import { tableOf } from './table.ts'
import { webinarColumns } from './tables.ts'

export function addWebinarCommands(program: Command, open: OpenSession): void {
  const route = routes.changeWebinar
  const change = async (id: string, eventId: string, excluded: boolean) => {
    const session = await open()
    const call = { params: { id, eventId }, query: {}, body: { excluded } }
    const { text, value } = await session.api.ask(route, call)
    show(session, text, () => tableOf([value], webinarColumns, session.terminal))
  }

  explain(program.command('exclude <id> <eventId>'), route, ['exclude 22950 4781233'])
    .description(
      'Leave a webinar out: it is neither read nor written, and what waits of it is dropped.',
    )
    .action((id: string, eventId: string) => change(id, eventId, true))

  explain(program.command('include <id> <eventId>'), route, ['include 22950 4781233'])
    .description('Take a webinar in again: the next run reads it whole.')
    .action((id: string, eventId: string) => change(id, eventId, false))
}
