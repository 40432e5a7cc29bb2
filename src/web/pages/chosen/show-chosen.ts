/** `GET /accounts/chosen`: asks for confirmation. A form that is read only, so that Back and reload ask nothing else. */
import type { RequestHandler } from 'express'
import type { Service } from '../../../service.ts'
import { operatorNameOf } from '../../api/require-operator.ts'
import { redirectPath } from '../../sign-in/redirect-path.ts'
import { NO_FIELDS } from '../actions/action-page.ts'
import { readChosen } from './chosen-accounts.ts'
import { confirmChosenPage, nothingChosenPage } from './chosen-page.ts'

export function showChosen({ store }: Service): RequestHandler {
  return async (request, response) => {
    // From the sign-in, where the form was not sent again.
    if (request.query['action'] === undefined) {
      response.redirect('/')
      return
    }
    const operator = operatorNameOf(request)
    const next = redirectPath(request.query['next']) ?? '/'
    const chosen = await readChosen(store, request.query)
    if (chosen === null) {
      response.status(422).send(nothingChosenPage(operator, next))
      return
    }
    const page = { operator, next, ...chosen }
    response.send(confirmChosenPage({ ...page, fields: NO_FIELDS, mistake: null }))
  }
}
