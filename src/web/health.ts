/** `/healthz`: the process answers. `/readyz`: whether each part that it needs is ready. */
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
  /** Left out by a process without workers. */
  readonly workers?: WorkersState
}

/** An unavailable part often does not answer at all, and probes wait for only a few seconds. */
const TIMEOUT_MS = 2_000

export function healthRoutes({ store, client, workers }: HealthParts): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get('/readyz', async (_request, response) => {
    const [storeIsReady, temporalIsReady, controllersAreFine] = await Promise.all([
      isAvailable(() => pingStore(store)),
      isAvailable(() => pingTemporal(client)),
      isAvailable(() => checkControllers(store)),
    ])
    const parts = {
      store: storeIsReady,
      temporal: temporalIsReady,
      // A process that serves only the web does not depend on workers.
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

/** Rejects when an account's controller cannot run its tasks, for example after a release that breaks their replay. */
async function checkControllers(store: Store): Promise<void> {
  const [stuck] = await accountsWithTrouble(store, 'controllerStuck')
  if (stuck !== undefined) throw new Error('A controller cannot run its tasks.')
}

/** Makes a call each time: the state of the connection does not show whether the server is up now. */
function pingTemporal({ connection }: Client): Promise<unknown> {
  const deadline = Date.now() + TIMEOUT_MS
  return connection.withDeadline(deadline, () => connection.workflowService.getSystemInfo({}))
}

async function isAvailable(check: () => Promise<unknown>): Promise<boolean> {
  const settled = new AbortController()
  try {
    const answer = check().then(() => true)
    const timeout = sleep(TIMEOUT_MS, false, { signal: settled.signal })
    return await Promise.race([answer, timeout])
  } catch {
    return false
  } finally {
    settled.abort()
  }
}
