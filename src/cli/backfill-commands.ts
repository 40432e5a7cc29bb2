/** The command that cancels a running backfill. */
import type { Command } from 'commander'
import { routes } from '../api/routes.ts'
import { describeCommand, type OpenSession, print } from './session.ts'

export function addBackfillCommands(program: Command, open: OpenSession): void {
  const backfills = program.command('backfills').description('Cancel a running backfill.')
  describeCommand(backfills.command('cancel <id> <range>'), routes.cancelBackfill, [
    'backfills cancel 22950 2025-01-01..2025-12-31',
  ])
    .option('--dry-run', 'cancel the dry run of the range')
    .action(async (id: string, range: string, { dryRun = false }: { dryRun?: boolean }) => {
      const session = await open()
      const call = { params: { id, range }, query: {}, body: { dryRun } }
      const { text } = await session.api.ask(routes.cancelBackfill, call)
      print(
        session,
        text,
        () => `The backfill was asked to stop. To see its end: "runs ${id} --trigger backfill".`,
      )
    })
}
