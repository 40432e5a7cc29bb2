/** `/healthz`: the process answers. `/readyz`: the parts that it needs do, too, and which one does not. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import { Router } from 'express'
import { pingStore, type Store } from '../store/database.ts'
import { accountsWithTrouble } from '../store/troubles/trouble-notices.ts'

export interface WorkersState {
  /** Every worker of the process asks Temporal for work. */
  arePolling(): boolean
}

export interface HealthParts {
  readonly store: Store
  readonly client: Client
  /** Left out by a process that runs none. */
  readonly workers?: WorkersState
}

/** A part that is away often does not refuse but stays silent. Whoever asks waits for seconds at most, too. */
const PATIENCE_MS = 2_000

export function healthRoutes({ store, client, workers }: HealthParts): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get('/readyz', async (_request, response) => {
    const [storeIsReady, temporalIsReady, controllersAreFine] = await Promise.all([
      answers(() => pingStore(store)),
      answers(() => askTemporal(client)),
      answers(() => insistOnControllers(store)),
    ])
    const parts = {
      store: storeIsReady,
      temporal: temporalIsReady,
      // A process that serves the web alone can do its work all the same.
      ...(workers && { workers: workers.arePolling(), controllers: controllersAreFine }),
    }
    const words = Object.entries(parts).map(([part, isReady]) => [
      part,
      isReady ? 'ready' : 'not ready',
    ])
    const allAreReady = Object.values(parts).every(Boolean)
    response.status(allAreReady ? 200 : 503).json(Object.fromEntries(words))
  })
  return router
}

/** Rejects when the controller of some account cannot run its tasks, as after a release that cannot replay them. */
async function insistOnControllers(store: Store): Promise<void> {
  const [stuck] = await accountsWithTrouble(store, 'controllerStuck')
  if (stuck !== undefined) throw new Error('Some controller cannot run its tasks.')
}

/** Anew each time: what a connection knows from its beginning does not tell whether the server is there now. */
function askTemporal({ connection }: Client): Promise<unknown> {
  const deadline = Date.now() + PATIENCE_MS
  return connection.withDeadline(deadline, () => connection.workflowService.getSystemInfo({}))
}

async function answers(ask: () => Promise<unknown>): Promise<boolean> {
  const isTold = new AbortController()
  try {
    const answer = ask().then(() => true)
    const silence = sleep(PATIENCE_MS, false, { signal: isTold.signal })
    return await Promise.race([answer, silence])
  } catch {
    return false
  } finally {
    isTold.abort()
  }
}
