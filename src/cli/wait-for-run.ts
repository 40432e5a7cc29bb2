/** Watches one run until it ends, from outside. Whoever ends the watching does not end the run. */
import { setTimeout as sleep } from 'node:timers/promises'
import { routes } from '../api/routes.ts'
import type { Run } from '../api/run.ts'
import { CommandFailed, EXIT } from './exit-status.ts'
import { startProgress } from './run-progress.ts'
import type { Session, WaitTiming } from './session.ts'
import { plain } from './words.ts'

export const WAIT_TIMING: WaitTiming = { pollMs: 1000, patienceMs: 60_000, graceMs: 10_000 }

/** As many of the newest as may have begun while the one that is waited for was asked for. */
const NEWEST = '20'

export interface Wanted {
  readonly on24ClientId: string
  /** Tells the run that is meant from others of the account. */
  readonly isMeant: (run: Run) => boolean
  /** Tells runs of its kind, whenever they began. */
  readonly isAlike: (run: Run) => boolean
  /** What the audit trail calls that it was asked for. */
  readonly action: string
}

export function newestRuns({ api }: Session, on24ClientId: string): Promise<Run[]> {
  const call = { params: { id: on24ClientId }, query: { limit: NEWEST }, body: undefined }
  return api.ask(routes.listRuns, call).then(({ value }) => value.items)
}

/**
 * Throws CommandFailed when none begins, when the service stays away, and after Ctrl-C. Where the same was asked
 * just before, none need begin any more: then the newest of its kind stands for it.
 */
export async function waitForRun(session: Session, wanted: Wanted): Promise<Run> {
  const { terminal, timing } = session
  const progress = startProgress(terminal)
  let idleSince = performance.now()
  let runId: string | null = null
  try {
    for (;;) {
      const runs = await patiently(session, () => newestRuns(session, wanted.on24ClientId))
      const run: Run | undefined = runs.find((one) =>
        runId === null ? wanted.isMeant(one) : one.runId === runId,
      )
      if (run !== undefined) {
        runId = run.runId
        progress.show(run)
        if (run.finishedAt !== null) return run
      } else if (runs.some(isSyncAtWork)) {
        // The one that is meant begins after it.
        idleSince = performance.now()
        progress.say('waiting for the run that is at work')
      } else {
        const idleMs = performance.now() - idleSince
        const became = await patiently(session, () => becameOf(session, wanted))
        const standIn = became === 'unchanged' ? runs.find(wanted.isAlike) : undefined
        if (standIn !== undefined && idleMs > timing.graceMs) return standIn
        const isHopeless = became === 'refused' || idleMs > timing.patienceMs
        if (isHopeless) throw await noneBegan(session, wanted.on24ClientId)
      }
      await sleep(timing.pollMs, null, { signal: terminal.interrupted })
    }
  } catch (error) {
    if (!terminal.interrupted.aborted) throw error
    throw new CommandFailed(
      EXIT.interrupted,
      'No longer waiting. The run goes on: "runs" shows how it ends, and "pause" stops it.',
    )
  } finally {
    progress.end()
  }
}

/** A service that is started anew meanwhile is waited for. */
async function patiently<T>(session: Session, look: () => Promise<T>): Promise<T> {
  const { pollMs, patienceMs } = session.timing
  const patientUntil = performance.now() + patienceMs
  for (;;) {
    try {
      return await look()
    } catch (error) {
      const isAway = error instanceof CommandFailed && error.exitStatus === EXIT.unavailable
      if (!isAway || performance.now() > patientUntil) throw error
      await sleep(pollMs, null, { signal: session.terminal.interrupted })
    }
  }
}

export function isSync({ trigger }: Run): boolean {
  return trigger !== 'backfill' && trigger !== 'compare'
}

function isSyncAtWork(run: Run): boolean {
  return isSync(run) && run.finishedAt === null
}

/** What became of the latest of its kind that was asked of the account, in the audit trail's word. */
async function becameOf({ api }: Session, wanted: Wanted): Promise<string | undefined> {
  const call = { params: { id: wanted.on24ClientId }, query: {}, body: undefined }
  const { items } = (await api.ask(routes.listAudit, call)).value
  return items.find(({ action }) => action === wanted.action)?.result
}

async function noneBegan({ api }: Session, on24ClientId: string): Promise<CommandFailed> {
  const call = { params: { id: on24ClientId }, query: {}, body: undefined }
  const { state, reason } = (await api.ask(routes.getAccount, call)).value
  const why = reason === null ? '' : `: ${plain(reason)}`
  return new CommandFailed(
    EXIT.failed,
    `No run has begun. The account is ${state}${why}.`,
    `What became of it stands in the audit trail: "audit ${on24ClientId}".`,
  )
}
