/** `GET /accounts/:id/verifications/:startedAt`: what one comparison found, page by page. */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { Cursor } from '../../../api/paging.ts'
import { FINDING_KINDS } from '../../../contracts/finding.ts'
import type { Service } from '../../../service.ts'
import { findingsOf, problemsLeftBy } from '../../use-cases/findings-of.ts'
import { operatorNameOf } from '../../api/require-operator.ts'
import { requestedAccount } from '../requested-account.ts'
import { findingsPage } from './findings-page.ts'

const FINDINGS = 50

/** Ignores invalid parameters. */
const Query = z.object({
  kind: z.enum(FINDING_KINDS).nullable().catch(null),
  cursor: Cursor.nullable().catch(null),
})

/** Throws a Problem and CursorUnknown. */
export function showFindings({ store, now }: Service): RequestHandler {
  return async (request, response) => {
    const account = await requestedAccount(request, store)
    const startedAt = String(request.params['startedAt'])
    const { kind, cursor } = Query.parse(request.query)
    const page = {
      limit: FINDINGS,
      ...(kind !== null && { kind }),
      ...(cursor !== null && { cursor }),
    }
    const { on24ClientId } = account
    const findings = await findingsOf(store, on24ClientId, startedAt, page)
    const problems = await problemsLeftBy(store, on24ClientId, startedAt)
    response.send(
      findingsPage({
        operator: operatorNameOf(request),
        on24ClientId,
        name: account.name,
        startedAt,
        kind,
        findings,
        problems,
        now: now(),
      }),
    )
  }
}
