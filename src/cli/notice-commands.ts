/** The `notices …` commands: test the channels of notices to operators. */
import type { Command } from 'commander'
import { routes } from '../api/routes.ts'
import { CommandFailed, EXIT } from './exit-status.ts'
import { describeCommand, type OpenSession, print } from './session.ts'
import { renderTable } from './table.ts'
import { noticeTestColumns } from './tables.ts'

export function addNoticeCommands(program: Command, open: OpenSession): void {
  const notices = program.command('notices').description('Test the notices to operators.')
  describeCommand(notices.command('test [id]'), routes.testNotices, [
    'notices test',
    'notices test 22950',
    'notices test --json',
  ]).action(async (id?: string) => {
    const session = await open()
    const body = id === undefined ? undefined : { on24ClientId: id }
    const call = { params: {}, query: {}, body }
    const { text, value } = await session.api.ask(routes.testNotices, call)
    print(session, text, () => renderTable(value.items, noticeTestColumns, session.terminal))
    // In full: a table that is too wide cuts them.
    const problems = value.items.flatMap(({ channel, problem }) =>
      problem === null ? [] : [`${channel}: ${problem}`],
    )
    if (problems.length > 0) throw new CommandFailed(EXIT.failed, ...problems)
  })
}
