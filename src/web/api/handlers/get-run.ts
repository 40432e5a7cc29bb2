/** One run, its webinars and its rows. */
import { viewRun } from '../../../runs/run-view.ts'
import type { Service } from '../../../service.ts'
import { listRunRows } from '../../../store/rows/stored/run-row-list.ts'
import { listRunWebinars } from '../../../store/runs/run-webinar-list.ts'
import { accountOf } from '../../use-cases/account-of.ts'
import { runOf } from '../../use-cases/run-of.ts'
import type { HandlerOf } from '../handler.ts'

type Parts = Pick<Service, 'store' | 'now'>

export function getRunDocument({ store, now }: Parts): HandlerOf<'getRun'> {
  return async ({ params: { id, ...run } }) => {
    await accountOf(store, id)
    return viewRun(store, await runOf(store, id, run), now())
  }
}

export function listWebinarsOfRun({ store }: Parts): HandlerOf<'listRunWebinars'> {
  return async ({ params: { id, ...run }, query }) => {
    await accountOf(store, id)
    const { runKey } = await runOf(store, id, run)
    return listRunWebinars(store, runKey, query)
  }
}

export function listRowsOfRun({ store }: Parts): HandlerOf<'listRunRows'> {
  return async ({ params: { id, ...run }, query }) => {
    const { on24ClientId, state } = await accountOf(store, id)
    const { runKey } = await runOf(store, id, run)
    return listRunRows(store, { on24ClientId, state, runKey }, query)
  }
}
