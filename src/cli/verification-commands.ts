/** The commands for comparisons of Act-On with ON24: request one, list them, and list what one found. */
import { BOOLEANS } from './format.ts'
import { type Command, Option } from 'commander'
import { routes } from '../api/routes.ts'
import type { Run } from '../api/run.ts'
import { Finding, Verification } from '../api/verification.ts'
import { FINDING_KINDS } from '../contracts/finding.ts'
import { addList } from './list-commands.ts'
import { requestOperation, WAIT } from './operation-commands.ts'
import { describeCommand, type OpenSession } from './session.ts'
import { findingColumns, verificationColumns } from './verification-tables.ts'

interface VerifyFlags {
  readonly repair?: boolean
  readonly wait?: boolean
}

const COMPARISON = {
  ...{ what: 'The comparison', action: 'verify', waits: true },
  seen: ['verifications <id>', 'findings <id> <startedAt>', 'problems <id>'],
} as const

export function addVerificationCommands(program: Command, open: OpenSession): void {
  describeCommand(program.command('verify <id>'), routes.verifyAccount, [
    'verify 22950 --wait',
    'verify 22950 --repair',
  ])
    .option(
      '--repair',
      'restore missing rows and edited cells, remove rows that should not be there',
    )
    .option(...WAIT)
    .action(async (id: string, { repair = false, wait = false }: VerifyFlags) => {
      const isSameKind = ({ trigger }: Run) => trigger === 'compare'
      const matches = (run: Run, before: readonly Run[]) =>
        isSameKind(run) && !before.some(({ runId }) => runId === run.runId)
      const asked = { ...COMPARISON, isSameKind, matches, id, wait }
      await requestOperation(await open(), asked, (session) =>
        session.api.ask(routes.verifyAccount, { params: { id }, query: {}, body: { repair } }),
      )
    })
  addList(program, open, {
    usage: 'verifications <id>',
    route: routes.listVerifications,
    filters: [
      new Option('--repair <is>', 'only repairs, or only comparisons that wrote nothing').choices(
        BOOLEANS,
      ),
    ],
    examples: ['verifications 22950', 'verifications 22950 --repair true'],
    item: Verification,
    columns: verificationColumns,
    emptyText: 'No comparisons found. To request one: "verify <id>".',
  })
  addList(program, open, {
    usage: 'findings <id> <startedAt>',
    route: routes.listFindings,
    filters: [
      new Option('--kind <kind>', 'only findings of this kind').choices(FINDING_KINDS),
      new Option('--event-id <eventId>', 'only findings of this webinar'),
      new Option('--repaired <is>', 'only repaired findings, or only others').choices(BOOLEANS),
    ],
    examples: ['findings 22950 2026-05-01T06:00:00.000Z --kind userEdited --all'],
    item: Finding,
    columns: findingColumns,
    emptyText: 'No findings.',
  })
}
