/** `POST /accounts/chosen`: requests the operation for each of the chosen accounts, and leads to the result. */
import type { RequestHandler } from 'express'
import type { ProblemWord } from '../../../api/problem.ts'
import type { Operation } from '../../../contracts/operations.ts'
import type { Requester } from '../../../operating/store-operation.ts'
import type { Service } from '../../../service.ts'
import { problemIn } from '../../api/api-errors.ts'
import { operatorNameOf, requesterOf } from '../../api/require-operator.ts'
import { redirectPath } from '../../sign-in/redirect-path.ts'
import { askAccount } from '../../use-cases/ask-account.ts'
import { operationOf, readActionFields } from '../actions/action-form.ts'
import { formField } from '../form-body.ts'
import { readChosen } from './chosen-accounts.ts'
import { confirmChosenPage, nothingChosenPage } from './chosen-page.ts'
import { donePath, setResultCookie } from './chosen-result.ts'

export function receiveChosen(parts: Service): RequestHandler {
  return async (request, response) => {
    const operator = operatorNameOf(request)
    const next = redirectPath(formField(request, 'next')) ?? '/'
    const chosen = await readChosen(parts.store, request.body)
    if (chosen === null) {
      response.status(422).send(nothingChosenPage(operator, next))
      return
    }
    const fields = readActionFields(request.body)
    const read = operationOf(chosen.action, fields)
    if ('mistake' in read) {
      const page = { operator, next, ...chosen, fields, mistake: read.mistake }
      response.status(422).send(confirmChosenPage(page))
      return
    }
    const ids = chosen.accounts.map(({ on24ClientId }) => on24ClientId)
    const results = await askEach(parts, ids, read.operation, requesterOf(request))
    setResultCookie(parts, response, { action: chosen.action, results })
    response.redirect(303, donePath(next))
  }
}

/** One after the other, so that one form never takes all connections. */
async function askEach(
  parts: Service,
  on24ClientIds: readonly string[],
  operation: Operation,
  requester: Requester,
): Promise<ReadonlyMap<string, ProblemWord | 'ok'>> {
  const results = new Map<string, ProblemWord | 'ok'>()
  for (const on24ClientId of on24ClientIds) {
    try {
      await askAccount(parts, on24ClientId, operation, requester)
      results.set(on24ClientId, 'ok')
    } catch (error) {
      const problem = problemIn(error)
      if (problem === null) throw error
      results.set(on24ClientId, problem.word)
    }
  }
  return results
}
