/** `GET /accounts/:id/explain` shows the form; `POST` explains the person, whose address is never part of a URL. */
import type { Request, RequestHandler } from 'express'
import { z } from 'zod'
import { ExplainBody } from '../../../api/explanation.ts'
import type { Service } from '../../../service.ts'
import { operatorNameOf } from '../../api/require-operator.ts'
import { explainPerson } from '../../use-cases/explain-person.ts'
import { cursorOf, Trail } from '../page-trail.ts'
import { requestedAccount } from '../requested-account.ts'
import { type ExplainFields, type ExplainPage, explainPage, LABELS } from './explain-page.ts'

const REGISTRATIONS = 20

const Fields = z.object({
  person: z.string().trim().max(500).catch(''),
  eventId: z.string().trim().max(30).catch(''),
  page: Trail,
})

/** Throws a Problem. */
export function showExplainForm({ store, config, now }: Service): RequestHandler {
  return async (request, response) => {
    const page = await pageOf(request, { store, config })
    const fields = { person: '', eventId: '' }
    response.send(
      explainPage({ ...page, fields, mistakes: {}, found: null, trail: null, now: now() }),
    )
  }
}

/** Throws a Problem and CursorUnknown. */
export function showExplanation(service: Service): RequestHandler {
  const { now } = service
  return async (request, response) => {
    const page = await pageOf(request, service)
    const { page: trail, ...fields } = Fields.parse(request.body ?? {})
    const body = ExplainBody.safeParse(bodyOf(fields))
    if (!body.success) {
      const mistakes = mistakesIn(body.error.issues)
      response.status(422)
      response.send(
        explainPage({ ...page, fields, mistakes, found: null, trail: null, now: now() }),
      )
      return
    }
    const found = await explainPerson(service, page.account.on24ClientId, body.data, {
      limit: REGISTRATIONS,
      ...cursorOf(trail),
    })
    response.send(explainPage({ ...page, fields, mistakes: {}, found, trail, now: now() }))
  }
}

async function pageOf(request: Request, { store, config }: Pick<Service, 'store' | 'config'>) {
  const { on24ClientId, name } = await requestedAccount(request, store)
  return {
    operator: operatorNameOf(request),
    account: { on24ClientId, name },
    listUrl: config.actOn.listUrl,
  }
}

/** The page has one field for the person, whom a body names in either of two fields. */
function mistakesIn(issues: readonly z.core.$ZodIssue[]): ExplainPage['mistakes'] {
  return Object.fromEntries(
    issues.map(({ path, message }) => {
      const field = path[0] === 'eventId' ? 'eventId' : 'person'
      return [field, `“${LABELS[field]}” ${message}.`]
    }),
  )
}

function bodyOf({ person, eventId }: ExplainFields): ExplainBody {
  const who = /^\d+$/.test(person) ? { registrantId: person } : { email: person }
  return { ...who, ...(eventId !== '' && { eventId }) }
}
