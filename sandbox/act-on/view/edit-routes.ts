/** The pages that edit a list or a contact, and what their forms do. A form leads back to what it changed. */
import express, { Router } from 'express'
import type { Response } from 'express'
import type { ActOnContext } from '../context.ts'
import { listPage, rowPage } from './edit-pages.ts'
import { accountHref, listHref, rowHref, trailToList } from './links.ts'
import { page } from './page.ts'
import type { PageParts } from './page.ts'
import { requestedList } from './requested.ts'
import { sendPage } from './send-page.ts'
import { changeList, changeRow, ListChoice, RowChoice } from './user-choices.ts'

export function editRoutes(context: ActOnContext): Router {
  const router = Router()
  router.use(express.urlencoded({ extended: false }))
  const ofList = router.route('/:accountId/list/:listId/edit')
  ofList.get((request, response) => {
    const found = requestedList(context, request)
    sendPage(response, found && listPage(found.list, trailToList(found)))
  })
  ofList.post((request, response) => {
    const found = requestedList(context, request)
    if (found === null) return sendPage(response, null)
    goAfter(response, trailToList(found), () =>
      changeList(context, found.list, ListChoice.parse(request.body))
        ? listHref(found.list)
        : accountHref(found.account.accountId),
    )
  })
  const ofRow = router.route('/:accountId/list/:listId/row/:recordId')
  ofRow.get((request, response) => {
    const found = requestedList(context, request)
    const { recordId } = request.params
    sendPage(response, found && rowPage(context, found.list, recordId, trailToList(found)))
  })
  ofRow.post((request, response) => {
    const found = requestedList(context, request)
    if (found === null) return sendPage(response, null)
    goAfter(response, trailToList(found), () => {
      const { recordId } = request.params
      const left = changeRow(context, found.list, recordId, RowChoice.parse(request.body))
      return left === null ? listHref(found.list) : rowHref(found.list, left)
    })
  })
  return router
}

/** Goes to the page that `change` returns, or says why it was not possible. */
function goAfter(response: Response, trail: PageParts['trail'], change: () => string): void {
  try {
    response.redirect(303, change())
  } catch (error) {
    const lead = error instanceof Error ? error.message : String(error)
    const words = { title: 'Nothing was changed', trail, lead, headings: [], rows: [] }
    response.status(422).type('html').send(page(words))
  }
}
