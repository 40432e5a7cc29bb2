/** Watches one run until it ends. The run continues when the watching is interrupted. */
import { setTimeout as sleep } from 'node:timers/promises'
import { routes } from '../api/routes.ts'
import type { Run } from '../api/run.ts'
import { CommandFailed, EXIT } from './exit-status.ts'
import type { Session } from './session.ts'
import { plain } from './format.ts'

/** Enough to include every run that may have started since the request. */
const NEWEST = '20'

export interface WantedRun {
  readonly on24ClientId: string
  /** Whether this is the run to wait for. */
  readonly matches: (run: Run) => boolean
  /** Whether a run is of the same kind, whenever it started. */
  readonly isSameKind: (run: Run) => boolean
  /** The request's action in the audit trail. */
  readonly action: string
}

export function newestRuns({ api }: Session, on24ClientId: string): Promise<Run[]> {
  const call = { params: { id: on24ClientId }, query: { limit: NEWEST }, body: undefined }
  return api.ask(routes.listRuns, call).then(({ value }) => value.items)
}

/**
 * Throws CommandFailed when no run starts, when the service stays unavailable, and after Ctrl-C. A request that repeats
 * an earlier one may start no run of its own: then the newest run of the same kind counts.
 */
export async function waitForRun(session: Session, wanted: WantedRun): Promise<Run> {
  const { terminal, timing } = session
  const { startProgress } = await import('./run-progress.ts')
  const progress = startProgress(terminal)
  let idleSince = performance.now()
  let runId: string | null = null
  try {
    for (;;) {
      const runs = await retryWhileUnavailable(session, () =>
        newestRuns(session, wanted.on24ClientId),
      )
      const run: Run | undefined = runs.find((one) =>
        runId === null ? wanted.matches(one) : one.runId === runId,
      )
      if (run !== undefined) {
        runId = run.runId
        progress.show(run)
        if (run.finishedAt !== null) return run
      } else if (runs.some(isRunningSync)) {
        // The requested run starts after this one.
        idleSince = performance.now()
        progress.say('waiting for the current run to end')
      } else {
        const idleMs = performance.now() - idleSince
        const result = await retryWhileUnavailable(session, () => auditResultOf(session, wanted))
        const standIn = result === 'unchanged' ? runs.find(wanted.isSameKind) : undefined
        if (standIn !== undefined && idleMs > timing.graceMs) return standIn
        const giveUp = result === 'refused' || idleMs > timing.timeoutMs
        if (giveUp) throw await noRunStarted(session, wanted.on24ClientId)
      }
      await sleep(timing.pollMs, null, { signal: terminal.interrupted })
    }
  } catch (error) {
    if (!terminal.interrupted.aborted) throw error
    throw new CommandFailed(
      EXIT.interrupted,
      'No longer waiting. The run continues: "runs" shows how it ends, and "pause" stops it.',
    )
  } finally {
    progress.end()
  }
}

/** Bridges a restart of the service. */
async function retryWhileUnavailable<T>(session: Session, read: () => Promise<T>): Promise<T> {
  const { pollMs, timeoutMs } = session.timing
  const retryUntil = performance.now() + timeoutMs
  for (;;) {
    try {
      return await read()
    } catch (error) {
      const isUnavailable = error instanceof CommandFailed && error.exitStatus === EXIT.unavailable
      if (!isUnavailable || performance.now() > retryUntil) throw error
      await sleep(pollMs, null, { signal: session.terminal.interrupted })
    }
  }
}

export function isSync({ trigger }: Run): boolean {
  return trigger !== 'backfill' && trigger !== 'compare'
}

function isRunningSync(run: Run): boolean {
  return isSync(run) && run.finishedAt === null
}

/** The result of the latest such request, as the audit trail has it. */
async function auditResultOf({ api }: Session, wanted: WantedRun): Promise<string | undefined> {
  const call = { params: { id: wanted.on24ClientId }, query: {}, body: undefined }
  const { items } = (await api.ask(routes.listAudit, call)).value
  return items.find(({ action }) => action === wanted.action)?.result
}

async function noRunStarted({ api }: Session, on24ClientId: string): Promise<CommandFailed> {
  const call = { params: { id: on24ClientId }, query: {}, body: undefined }
  const { state, reason } = (await api.ask(routes.getAccount, call)).value
  const why = reason === null ? '' : `: ${plain(reason)}`
  return new CommandFailed(
    EXIT.failed,
    `No run has started. The account is ${state}${why}.`,
    `The audit trail shows the result of the request: "audit ${on24ClientId}".`,
  )
}
