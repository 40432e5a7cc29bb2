/** `GET /docs`: the API's reference. Public, as the document that it shows is. */
import type { RequestHandler } from 'express'
import { apiDocument } from './api-document.ts'
import { referencePage } from './reference-page.ts'

/** It is rendered when it is first asked for, which no start has to wait for. */
export function showReference(): RequestHandler {
  let page: string | null = null
  return (_request, response) => {
    page ??= referencePage(apiDocument())
    response.send(page)
  }
}
