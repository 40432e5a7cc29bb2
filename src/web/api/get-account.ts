/** GET /accounts/:id */
import type { RequestHandler } from 'express'
import { viewAccount } from '../../accounts/account-view.ts'
import { accountOf } from './account-of.ts'
import type { ApiParts } from './api-parts.ts'

export function getAccountDocument(service: ApiParts): RequestHandler {
  return async (request, response) => {
    response.json(await viewAccount(service, await accountOf(service.store, request)))
  }
}
