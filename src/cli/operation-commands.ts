/** The commands for operations of a linked account. They return at once, or with --wait when the run has ended. */
import type { Command } from 'commander'
import { routes } from '../api/routes.ts'
import { isBeingCancelled, type Run } from '../api/run.ts'
import { isGoodOutcome } from '../contracts/run.ts'
import { waitsFor } from '../contracts/waiting-words.ts'
import { runWords } from './account-text.ts'
import { CommandFailed, EXIT } from './exit-status.ts'
import { describeCommand, type OpenSession, type Session, print } from './session.ts'
import { plain } from './format.ts'
import { isSync, newestRuns, type WantedRun, waitForRun } from './wait-for-run.ts'

export const WAIT = ['--wait', 'wait until the run has ended; --json then prints the run'] as const

export function addOperationCommands(program: Command, open: OpenSession): void {
  describeCommand(program.command('pause <id>'), routes.pauseAccount, [
    'pause 22950',
    'pause 22950 --reason "Asked for by the customer"',
  ])
    .option('--reason <words>', 'note for operators; shown with the account and in Temporal')
    .action(async (id: string, { reason }: { reason?: string }) => {
      const session = await open()
      const call = { ...of(id), body: reason === undefined ? {} : { reason } }
      const { text } = await session.api.ask(routes.pauseAccount, call)
      print(session, text, () => requestedText(PAUSE, id))
    })

  describeCommand(program.command('resume <id>'), routes.resumeAccount, [
    'resume 22950',
    'resume 22950 --wait',
  ])
    .option(...WAIT)
    .action(async (id: string, { wait = false }: WaitFlag) => {
      await requestOperation(await open(), { ...RESUME, id, wait }, (session) =>
        session.api.ask(routes.resumeAccount, { ...of(id), body: {} }),
      )
    })

  describeCommand(program.command('sync <id>'), routes.syncAccount, [
    'sync 22950',
    'sync 22950 --wait',
  ])
    .option(...WAIT)
    .action(async (id: string, { wait = false }: WaitFlag) => {
      await requestOperation(await open(), { ...SYNC, id, wait }, (session) =>
        session.api.ask(routes.syncAccount, { ...of(id), body: {} }),
      )
    })

  describeCommand(program.command('backfill <id>'), routes.backfillAccount, [
    'backfill 22950 --from 2025-01-01 --to 2025-12-31 --dry-run --wait',
    'backfill 22950 --from 2025-01-01 --to 2025-12-31',
  ])
    .requiredOption('--from <day>', 'first day, YYYY-MM-DD in the Pacific time zone')
    .requiredOption('--to <day>', 'last day, included')
    .option('--dry-run', 'write nothing, only count what would be written')
    .option(...WAIT)
    .action(async (id: string, { from, to, dryRun = false, wait = false }: BackfillFlags) => {
      const body = { from, to, dryRun }
      const isSameKind = (run: Run) => isBackfillOf(run, body)
      const matches = (run: Run, before: readonly Run[]) =>
        isSameKind(run) && !isOver(run.runId, before)
      await requestOperation(
        await open(),
        { ...BACKFILL, id, wait, matches, isSameKind },
        (session) => session.api.ask(routes.backfillAccount, { ...of(id), body }),
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

interface RequestedOperation extends Pick<WantedRun, 'action' | 'isSameKind'> {
  readonly id: string
  readonly wait: boolean
  readonly what: string
  /** The commands that show the result; `<id>` stands for the account's. */
  readonly seen: readonly string[]
  /** The operation waits while the account makes no calls to Act-On. */
  readonly waits?: boolean
  /** `before`: the newest runs just before the request. */
  readonly matches: (run: Run, before: readonly Run[]) => boolean
}

/** Sends the request and, with `wait`, prints the run that it starts once that has ended. */
export async function requestOperation(
  session: Session,
  { id, wait, what, seen, waits, matches, ...kind }: RequestedOperation,
  send: (session: Session) => Promise<{ readonly text: string }>,
): Promise<void> {
  const before = wait ? await newestRuns(session, id) : []
  const { text } = await send(session)
  if (!wait) {
    const note = waits === true && !session.isJson ? await waitNote(session, what, id) : []
    print(session, text, () => [requestedText({ what, seen }, id), ...note].join('\n'))
    return
  }
  const run = await waitForRun(session, {
    on24ClientId: id,
    matches: (one) => matches(one, before),
    ...kind,
  })
  print(session, JSON.stringify(run), () => runWords(run, session.terminal.paint))
  const { outcome, failure } = run
  if (outcome !== null && isGoodOutcome(outcome)) return
  const why = failure === null ? [] : [plain(failure)]
  throw new CommandFailed(EXIT.failed, `The run ended ${String(outcome)}.`, ...why)
}

const SHOWN_BY = ['accounts show <id>', 'runs <id>', 'audit <id>']
const OF_SYNC = { seen: SHOWN_BY, matches: isNewSync, isSameKind: isSync }
const PAUSE = { what: 'The pause', seen: SHOWN_BY }
const RESUME = { what: 'The resume', action: 'resumed', ...OF_SYNC }
const SYNC = { what: 'The run', action: 'syncNow', ...OF_SYNC }
const BACKFILL = {
  ...{ what: 'The backfill', action: 'backfill', waits: true },
  seen: ['runs <id> --trigger backfill', 'audit <id>'],
} as const

/** A run that started before the request is not the requested one. */
function isNewSync(run: Run, before: readonly Run[]): boolean {
  if (!isSync(run)) return false
  return !before.some(({ runId }) => runId === run.runId)
}

/** A request for the range of a running backfill joins that backfill. */
function isBackfillOf(
  { backfill }: Run,
  { from, to, dryRun }: { from: string; to: string; dryRun: boolean },
): boolean {
  return backfill?.from === from && backfill.to === to && backfill.dryRun === dryRun
}

/** It had ended before the request, or was being cancelled: the request starts another. */
function isOver(runId: string, before: readonly Run[]): boolean {
  const one = before.find((run) => run.runId === runId)
  return one !== undefined && (one.finishedAt !== null || isBeingCancelled(one))
}

function of(id: string) {
  return { params: { id }, query: {} }
}

function requestedText(
  { what, seen }: Pick<RequestedOperation, 'what' | 'seen'>,
  id: string,
): string {
  const commands = seen.map((command) => `"${command.replace('<id>', id)}"`)
  return `${what} was requested. To see the result: ${commands.join(', ')}.`
}

/** What it waits for, if the account's state makes it wait. */
async function waitNote(session: Session, what: string, id: string): Promise<string[]> {
  const call = { params: { id }, query: {}, body: undefined }
  const { state } = (await session.api.ask(routes.getAccount, call)).value
  const cause = waitsFor(state)
  return cause === null ? [] : [`The account is ${state}: ${what.toLowerCase()} waits ${cause}.`]
}
