/** `/orphans` lists what Temporal has for accounts that are not linked here; `/orphans/:id` removes it. */
import type { Request, RequestHandler } from 'express'
import { On24ClientId } from '../../../api/formats.ts'
import { Paging } from '../../../api/paging.ts'
import type { Service } from '../../../service.ts'
import { isOrphan } from '../../../store/accounts/orphans.ts'
import { operatorNameOf, requesterOf } from '../../api/require-operator.ts'
import { endOrphan, notOrphan, viewOrphans } from '../../use-cases/orphans.ts'
import { setFlash, takeFlash } from '../flash.ts'
import { readListQuery } from '../list-query.ts'
import { ORPHANS_PATH } from './orphan-paths.ts'
import { orphansPage } from './orphans-page.ts'
import { removeOrphanPage } from './remove-orphan-page.ts'

const ORPHANS = 50

/** Throws CursorUnknown. */
export function showOrphans({ store, now }: Service): RequestHandler {
  return async (request, response) => {
    const { request: page, ...place } = readListQuery(Paging, request.query, ORPHANS)
    const orphans = await viewOrphans(store, page)
    const operator = operatorNameOf(request)
    const message = takeFlash(request, response)
    response.send(orphansPage({ operator, message, orphans, place, now: now() }))
  }
}

/** Throws a Problem if it is no orphan. */
export function showRemoveOrphan({ store }: Service): RequestHandler {
  return async (request, response) => {
    const id = requestedOrphan(request)
    if (!(await isOrphan(store, id))) notOrphan()
    response.send(removeOrphanPage(operatorNameOf(request), id))
  }
}

/** Throws a Problem if it is no orphan, or if Temporal does not answer. */
export function receiveRemoveOrphan(service: Service): RequestHandler {
  return async (request, response) => {
    await endOrphan(service, requestedOrphan(request), requesterOf(request))
    setFlash(service, response, 'orphanRemoved')
    response.redirect(303, ORPHANS_PATH)
  }
}

function requestedOrphan(request: Request): string {
  const id = On24ClientId.safeParse(request.params['id'])
  return id.success ? id.data : notOrphan()
}
