/** `orphans …`: what Temporal has for accounts that are not linked, as after a store that was restored. */
import type { Command } from 'commander'
import { routes } from '../api/routes.ts'
import { Orphan } from '../api/orphan.ts'
import { wrongUse } from './exit-status.ts'
import { addList } from './list-commands.ts'
import { explain, type OpenSession } from './session.ts'
import { orphanColumns } from './tables.ts'

export function addOrphanCommands(program: Command, open: OpenSession): void {
  const orphans = program
    .command('orphans')
    .description('List what Temporal has for accounts that are not linked, and end it.')
  addList(orphans, open, {
    usage: 'list',
    route: routes.listOrphans,
    filters: [],
    examples: ['orphans list', 'orphans list --json'],
    item: Orphan,
    columns: orphanColumns,
    none: 'None is known. Temporal is looked through once a minute.',
  })
  explain(orphans.command('remove <id>'), routes.deleteOrphan, ['orphans remove 22950 --yes'])
    .option('--yes', 'without asking; needed where nobody can be asked')
    .action(async (id: string, { yes = false }: { yes?: boolean }) => {
      const { api, terminal, isJson } = await open()
      if (!yes) {
        if (!terminal.isInteractive) {
          throw wrongUse('Nobody can be asked here: say --yes if it is really to be removed.')
        }
        terminal.err('Its Schedule and its controller in Temporal are ended.')
        const typed = await terminal.ask(`Type ${id} to remove them`, { isSecret: false })
        if (typed.trim() !== id) throw wrongUse('Nothing was removed.')
      }
      await api.send(routes.deleteOrphan, { params: { id }, query: {}, body: undefined })
      if (!isJson) terminal.out(`Temporal has nothing more for ${id}.`)
    })
}
