/** The commands that ask something of an account at work. The answer comes at once; with --wait the run's end is awaited. */
import type { Command } from 'commander'
import { routes } from '../api/routes.ts'
import type { Run } from '../api/run.ts'
import { runWords } from './account-words.ts'
import { CommandFailed, EXIT } from './exit-status.ts'
import { explain, type OpenSession, type Session, show } from './session.ts'
import { plain } from './words.ts'
import { isSync, newestRuns, type Wanted, waitForRun } from './wait-for-run.ts'

const WAIT = ['--wait', 'wait until its run has ended; with --json that run is printed'] as const

export function addWorkCommands(program: Command, open: OpenSession): void {
  explain(program.command('pause <id>'), routes.pauseAccount, [
    'pause 22950',
    'pause 22950 --reason "Asked for by the customer"',
  ])
    .option('--reason <words>', 'for operators; shown with the account and in Temporal')
    .action(async (id: string, { reason }: { reason?: string }) => {
      const session = await open()
      const call = { ...of(id), body: reason === undefined ? {} : { reason } }
      const { text } = await session.api.ask(routes.pauseAccount, call)
      show(session, text, () => asked('The pause', id))
    })

  explain(program.command('resume <id>'), routes.resumeAccount, [
    'resume 22950',
    'resume 22950 --wait',
  ])
    .option(...WAIT)
    .action(async (id: string, { wait = false }: WaitFlag) => {
      await ask(await open(), { ...RESUME, id, wait }, (session) =>
        session.api.ask(routes.resumeAccount, { ...of(id), body: {} }),
      )
    })

  explain(program.command('sync <id>'), routes.syncAccount, ['sync 22950', 'sync 22950 --wait'])
    .option(...WAIT)
    .action(async (id: string, { wait = false }: WaitFlag) => {
      await ask(await open(), { ...SYNC, id, wait }, (session) =>
        session.api.ask(routes.syncAccount, { ...of(id), body: {} }),
      )
    })

  explain(program.command('backfill <id>'), routes.backfillAccount, [
    'backfill 22950 --from 2025-01-01 --to 2025-12-31 --dry-run --wait',
    'backfill 22950 --from 2025-01-01 --to 2025-12-31',
  ])
    .requiredOption('--from <day>', 'YYYY-MM-DD, a day of the Pacific time zone')
    .requiredOption('--to <day>', 'the last day; it belongs to the range')
    .option('--dry-run', 'write nothing, and count what would be written')
    .option(...WAIT)
    .action(async (id: string, { from, to, dryRun = false, wait = false }: BackfillFlags) => {
      const body = { from, to, dryRun }
      const isAlike = (run: Run) => isBackfillOf(run, body)
      const isMeant = (run: Run, before: readonly Run[]) =>
        isAlike(run) && !hasEnded(run.runId, before)
      await ask(await open(), { ...BACKFILL, id, wait, isMeant, isAlike }, (session) =>
        session.api.ask(routes.backfillAccount, { ...of(id), body }),
      )
    })
}

interface WaitFlag {
  readonly wait?: boolean
}

interface BackfillFlags extends WaitFlag {
  readonly from: string
  readonly to: string
  readonly dryRun?: boolean
}

interface Asked extends Pick<Wanted, 'action' | 'isAlike'> {
  readonly id: string
  readonly wait: boolean
  readonly what: string
  /** `before` are those that there were when it was asked for. */
  readonly isMeant: (run: Run, before: readonly Run[]) => boolean
}

async function ask(
  session: Session,
  { id, wait, what, isMeant, ...kind }: Asked,
  send: (session: Session) => Promise<{ readonly text: string }>,
): Promise<void> {
  const before = wait ? await newestRuns(session, id) : []
  const { text } = await send(session)
  if (!wait) {
    show(session, text, () => asked(what, id))
    return
  }
  const run = await waitForRun(session, {
    on24ClientId: id,
    isMeant: (one) => isMeant(one, before),
    ...kind,
  })
  show(session, JSON.stringify(run), () => runWords(run, session.terminal.paint))
  const { outcome, failure } = run
  if (outcome === 'complete' || outcome === 'rejections') return
  const why = failure === null ? [] : [plain(failure)]
  throw new CommandFailed(EXIT.failed, `The run ended ${String(outcome)}.`, ...why)
}

const RESUME = { what: 'To go on', action: 'resumed', isMeant: isNewSync, isAlike: isSync }
const SYNC = { what: 'The run', action: 'syncNow', isMeant: isNewSync, isAlike: isSync }
const BACKFILL = { what: 'The backfill', action: 'backfill' }

/** A run that began before it was asked for is not the one that was asked for. */
function isNewSync(run: Run, before: readonly Run[]): boolean {
  if (!isSync(run)) return false
  return !before.some(({ runId }) => runId === run.runId)
}

/** One of the same range that is at work is joined. */
function isBackfillOf(
  { backfill }: Run,
  { from, to, dryRun }: { from: string; to: string; dryRun: boolean },
): boolean {
  return backfill?.from === from && backfill.to === to && backfill.dryRun === dryRun
}

function hasEnded(runId: string, before: readonly Run[]): boolean {
  return before.some((run) => run.runId === runId && run.finishedAt !== null)
}

function of(id: string) {
  return { params: { id }, query: {} }
}

function asked(what: string, id: string): string {
  return `${what} was asked for. What became of it: "accounts show ${id}", "runs ${id}", "audit ${id}".`
}
