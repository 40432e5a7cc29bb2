/** The `run …` commands: one run, its webinars, and its rows that wait or were rejected. */
import { BOOLEANS } from './format.ts'
import { type Command, Option } from 'commander'
import { routes } from '../api/routes.ts'
import { ROW_STATES, RunRow, RunWebinar } from '../api/run-details.ts'
import { READ_STATES } from '../contracts/run.ts'
import { runText } from './account-text.ts'
import { addList } from './list-commands.ts'
import { runRowColumns, runWebinarColumns } from './run-tables.ts'
import { describeCommand, type OpenSession, print } from './session.ts'

const ARGUMENTS = '<id> <workflowId> <runId>'
const EXAMPLE = '22950 account-sync/22950-2026-05-01T06:00:00Z 0190f0c4-0000-7000-8000-000000000001'

export function addRunCommands(program: Command, open: OpenSession): void {
  const run = program
    .command('run')
    .description('Show one run. Its two ids are in wide tables of "runs <id>", and with --json.')
  describeCommand(run.command(`show ${ARGUMENTS}`), routes.getRun, [`run show ${EXAMPLE}`]).action(
    async (id: string, workflowId: string, runId: string) => {
      const session = await open()
      const call = { params: { id, workflowId, runId }, query: {}, body: undefined }
      const { text, value } = await session.api.ask(routes.getRun, call)
      print(session, text, () => runText(value, session.terminal.paint))
    },
  )
  addList(run, open, {
    usage: `webinars ${ARGUMENTS}`,
    route: routes.listRunWebinars,
    filters: [
      new Option('--state <state>', 'only webinars in this state').choices(READ_STATES),
      new Option('--waiting <is>', 'only webinars with pending rows, or without').choices(BOOLEANS),
      new Option('--rejected <is>', 'only webinars with rejected rows, or without').choices(
        BOOLEANS,
      ),
    ],
    examples: [`run webinars ${EXAMPLE} --state failed --all`],
    item: RunWebinar,
    columns: runWebinarColumns,
    emptyText: 'No webinars found.',
  })
  addList(run, open, {
    usage: `rows ${ARGUMENTS}`,
    route: routes.listRunRows,
    filters: [
      new Option('--state <state>', 'only rows in this state').choices(ROW_STATES),
      new Option('--event-id <eventId>', 'only rows of this webinar'),
    ],
    examples: [`run rows ${EXAMPLE} --state rejected --all`],
    item: RunRow,
    columns: runRowColumns,
    emptyText: 'No rows of this run wait or were rejected.',
  })
}
