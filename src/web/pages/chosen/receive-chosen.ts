/** `POST /accounts/chosen`: asks for confirmation, then requests the operation for each of the chosen accounts. */
import type { Request, RequestHandler } from 'express'
import { z } from 'zod'
import { On24ClientId } from '../../../api/formats.ts'
import type { Operation } from '../../../contracts/operations.ts'
import type { Requester } from '../../../operating/store-operation.ts'
import type { Service } from '../../../service.ts'
import { findAccount } from '../../../store/accounts/accounts.ts'
import { problemIn } from '../../api/api-errors.ts'
import { operatorNameOf, requesterOf } from '../../api/require-operator.ts'
import { redirectPath } from '../../sign-in/redirect-path.ts'
import { askAccount } from '../../use-cases/ask-account.ts'
import { operationOf, readActionFields } from '../actions/action-form.ts'
import { formField } from '../form-body.ts'
import {
  CHOSEN_ACTIONS,
  type ChosenAccount,
  confirmChosenPage,
  doneChosenPage,
  nothingChosenPage,
  type Refused,
} from './chosen-page.ts'

/** A page of the list has 50 accounts. */
const MOST_ACCOUNTS = 200

const Action = z.enum(CHOSEN_ACTIONS)
const Ids = z
  .union([On24ClientId.transform((id) => [id]), z.array(On24ClientId)])
  .pipe(z.array(z.string()).min(1).max(MOST_ACCOUNTS))

export function receiveChosen(parts: Service): RequestHandler {
  return async (request, response) => {
    const operator = operatorNameOf(request)
    const next = redirectPath(formField(request, 'next')) ?? '/'
    const action = Action.safeParse(formField(request, 'action'))
    const accounts = await chosenAccounts(parts, request)
    if (!action.success || accounts.length === 0) {
      response.status(422).send(nothingChosenPage(operator, next))
      return
    }
    const page = { operator, action: action.data, next }
    const fields = readActionFields(request.body)
    if (formField(request, 'confirmed') !== 'true') {
      response.send(confirmChosenPage({ ...page, accounts, fields, mistake: null }))
      return
    }
    const read = operationOf(action.data, fields)
    if ('mistake' in read) {
      const { mistake } = read
      response.status(422).send(confirmChosenPage({ ...page, accounts, fields, mistake }))
      return
    }
    const refused = await askEach(parts, accounts, read.operation, requesterOf(request))
    const asked = accounts.length - refused.length
    response.send(doneChosenPage({ ...page, asked, refused }))
  }
}

async function chosenAccounts({ store }: Service, request: Request): Promise<ChosenAccount[]> {
  // Not "id": in a script, a field of that name would hide the form's own id.
  const ids = Ids.safeParse(formField(request, 'account'))
  const found = await Promise.all(
    [...new Set(ids.data ?? [])].map((on24ClientId) => findAccount(store, on24ClientId)),
  )
  return found.filter((account) => account !== undefined)
}

/** One after the other, so that one form never takes all connections. Returns those that were refused. */
async function askEach(
  parts: Service,
  accounts: readonly ChosenAccount[],
  operation: Operation,
  requester: Requester,
): Promise<Refused[]> {
  const refused: Refused[] = []
  for (const { on24ClientId, name } of accounts) {
    try {
      await askAccount(parts, on24ClientId, operation, requester)
    } catch (error) {
      const problem = problemIn(error)
      if (problem === null) throw error
      refused.push({ on24ClientId, name, why: problem.message })
    }
  }
  return refused
}
