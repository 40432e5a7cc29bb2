/** `/healthz`: the process answers. `/readyz`: the parts that it needs do, too, and which one does not. */
import { Router } from 'express'
import { sql } from 'kysely'
import type { Client } from '@temporalio/client'
import type { Store } from '../store/database.ts'

export interface HealthParts {
  readonly store: Store
  readonly client: Client
}

export function healthRoutes({ store, client }: HealthParts): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get('/readyz', async (_request, response) => {
    const [storeIsReady, temporalIsReady] = await Promise.all([
      answers(() => sql`select 1`.execute(store)),
      answers(() => client.connection.ensureConnected()),
    ])
    const parts = { store: word(storeIsReady), temporal: word(temporalIsReady) }
    response.status(storeIsReady && temporalIsReady ? 200 : 503).json(parts)
  })
  return router
}

async function answers(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask()
    return true
  } catch {
    return false
  }
}

function word(isReady: boolean): 'ready' | 'not ready' {
  return isReady ? 'ready' : 'not ready'
}
