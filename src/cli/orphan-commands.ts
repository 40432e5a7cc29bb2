/** The `orphans …` commands: Schedules and controllers of accounts that are not linked, as after a restored store. */
import type { Command } from 'commander'
import { routes } from '../api/routes.ts'
import { Orphan } from '../api/orphan.ts'
import { usageError } from './exit-status.ts'
import { addList } from './list-commands.ts'
import { describeCommand, type OpenSession } from './session.ts'
import { orphanColumns } from './tables.ts'

export function addOrphanCommands(program: Command, open: OpenSession): void {
  const orphans = program
    .command('orphans')
    .description('List and remove Schedules and controllers of accounts that are not linked.')
  addList(orphans, open, {
    usage: 'list',
    route: routes.listOrphans,
    filters: [],
    examples: ['orphans list', 'orphans list --json'],
    item: Orphan,
    columns: orphanColumns,
    emptyText: 'No orphans found. Temporal is checked once a minute.',
  })
  describeCommand(orphans.command('remove <id>'), routes.deleteOrphan, [
    'orphans remove 22950 --yes',
  ])
    .option('--yes', 'do not ask for confirmation; required without a terminal')
    .action(async (id: string, { yes = false }: { yes?: boolean }) => {
      const { api, terminal, isJson } = await open()
      if (!yes) {
        if (!terminal.isInteractive) {
          throw usageError('This is not a terminal: add --yes to confirm the removal.')
        }
        terminal.err('This ends its Schedule and its controller in Temporal.')
        const typed = await terminal.ask(`Type ${id} to remove them`, { isSecret: false })
        if (typed.trim() !== id) throw usageError('The ids do not match: nothing was removed.')
      }
      await api.send(routes.deleteOrphan, { params: { id }, query: {}, body: undefined })
      if (!isJson) terminal.out(`Temporal has nothing left for ${id}.`)
    })
}
