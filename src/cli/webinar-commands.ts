/** The commands that exclude a webinar, include it again, and rebuild its list. */
import type { Command } from 'commander'
import { routes } from '../api/routes.ts'
import { rowsOf, runNote } from './format.ts'
import { describeCommand, type OpenSession, print } from './session.ts'
import { webinarColumns } from './tables.ts'

export function addWebinarCommands(program: Command, open: OpenSession): void {
  const route = routes.changeWebinar
  const change = async (id: string, eventId: string, excluded: boolean) => {
    const session = await open()
    const call = { params: { id, eventId }, query: {}, body: { excluded } }
    const { text, value } = await session.api.ask(route, call)
    const { renderTable } = await import('./table.ts')
    print(session, text, () => renderTable([value], webinarColumns, session.terminal))
  }

  describeCommand(program.command('exclude <id> <eventId>'), route, ['exclude 22950 4781233'])
    .description(
      'Exclude a webinar: it is neither read nor written, and its pending changes are dropped.',
    )
    .action((id: string, eventId: string) => change(id, eventId, true))

  describeCommand(program.command('include <id> <eventId>'), route, ['include 22950 4781233'])
    .description('Include a webinar again: the next run reads all of it.')
    .action((id: string, eventId: string) => change(id, eventId, false))

  describeCommand(program.command('rebuild <id> <eventId>'), routes.rebuildList, [
    'rebuild 22950 4781233',
  ]).action(async (id: string, eventId: string) => {
    const session = await open()
    const call = { params: { id, eventId }, query: {}, body: {} }
    const { text, value } = await session.api.ask(routes.rebuildList, call)
    print(session, text, () => `${rowsOf(value)} will be written again. ${runNote(value)}`)
  })
}
