/** `GET /accounts/:id/runs/:workflowId/:runId`: one run, with its webinars and rows page by page. */
import type { RequestHandler } from 'express'
import { viewRun } from '../../../runs/run-view.ts'
import type { Service } from '../../../service.ts'
import { listRunRows } from '../../../store/rows/stored/run-row-list.ts'
import { takenOver } from '../../../store/runs/taken-over.ts'
import { runTimes } from '../../../store/runs/run-times.ts'
import { listRunWebinars } from '../../../store/runs/run-webinar-list.ts'
import { countComparedLists } from '../../../store/verifications/verification-list.ts'
import { runOf } from '../../use-cases/run-of.ts'
import { operatorNameOf } from '../../api/require-operator.ts'
import { cursorOf } from '../page-trail.ts'
import { requestedAccount } from '../requested-account.ts'
import { temporalLinks } from '../temporal-links.ts'
import { runPage } from './run-page.ts'
import { readRunQuery } from './run-query.ts'

const ITEMS = 50

/** Throws a Problem and CursorUnknown. */
export function showRun({ store, config, now }: Service): RequestHandler {
  const temporal = temporalLinks(config)
  return async (request, response) => {
    const account = await requestedAccount(request, store)
    const { on24ClientId, state } = account
    const { workflowId, runId } = request.params
    const run = await runOf(store, on24ClientId, {
      workflowId: String(workflowId),
      runId: String(runId),
    })
    const { runKey, startedAt, finishedAt } = run
    const at = now()
    const query = readRunQuery(request.query)
    const webinars = await listRunWebinars(store, runKey, {
      limit: ITEMS,
      ...(query.state !== null && { state: query.state }),
      ...cursorOf(query.webinars),
    })
    const rows = await listRunRows(
      store,
      { on24ClientId, state, runKey },
      {
        limit: ITEMS,
        ...(query.row !== null && { state: query.row }),
        ...cursorOf(query.rows),
      },
    )
    const times = await runTimes(store, {
      runKey,
      on24ClientId,
      from: startedAt,
      until: finishedAt ?? at,
    })
    response.send(
      runPage({
        operator: operatorNameOf(request),
        account,
        run: await viewRun(store, run, at),
        lists: run.comparison === null ? null : await countComparedLists(store, runKey),
        taken: await takenOver(store, run),
        times,
        query,
        webinars,
        rows,
        now: at,
        temporal,
      }),
    )
  }
}
