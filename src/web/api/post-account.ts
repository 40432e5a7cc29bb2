/** POST /accounts: registers an ON24 client once its token pair was tried. */
import type { RequestHandler } from 'express'
import { IANAZone } from 'luxon'
import { z } from 'zod'
import { viewAccount } from '../../accounts/account-view.ts'
import { AccountBeingRemoved, registerCheckedAccount } from '../../accounts/register-account.ts'
import { getAccount } from '../../store/accounts.ts'
import { recordAudit } from '../../store/audit.ts'
import type { Store } from '../../store/database.ts'
import type { ApiParts } from './api-parts.ts'
import { on24Problem } from './on24-problems.ts'
import { on24ClientId, parse } from './parse.ts'
import { Problem } from './problem.ts'
import { actorOf } from './require-operator.ts'

const ON24_ANSWERS_WITHIN_MS = 30_000

const nameMistake = 'must be a name of 1 to 200 characters'
const tokenMistake = 'must be the value that ON24 shows: characters without white space'
const zoneMistake = 'must be an IANA time zone, for example Europe/Berlin'

const name = z.string(nameMistake).trim().min(1, nameMistake).max(200, nameMistake)
/** It is sent as a header. */
const token = z.string(tokenMistake).regex(/^[\x21-\x7e]{1,500}$/, tokenMistake)
const region = z.enum(['na', 'eu'], 'must be "na" or "eu"')
/** An offset such as +02:00 is good for Intl, yet it is no zone. */
const timeZone = z
  .string(zoneMistake)
  .refine((zone) => /^[A-Za-z]/.test(zone) && IANAZone.isValidZone(zone), zoneMistake)

const Body = z.strictObject(
  {
    on24ClientId,
    name,
    region,
    actOnRegion: region.exactOptional(),
    accessTokenKey: token,
    accessTokenSecret: token,
    timeZone: timeZone.exactOptional(),
  },
  'must be a JSON object',
)

function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error
  if (error instanceof AccountBeingRemoved) {
    return new Problem('beingRemoved', 'Register it again once it is gone, in about a minute.')
  }
  return on24Problem(error)
}

export function postAccount(service: ApiParts): RequestHandler {
  return async (request, response) => {
    if (request.body === undefined) {
      throw new Problem('notJson', 'Send a body with Content-Type: application/json.')
    }
    const registration = parse(Body, request.body)
    const { on24ClientId } = registration
    const record = (store: Store, result: string) =>
      recordAudit(store, {
        on24_client_id: on24ClientId,
        at: service.now(),
        actor: actorOf(request),
        action: 'registered',
        result,
        address: request.ip ?? null,
      })
    try {
      const signal = AbortSignal.timeout(ON24_ANSWERS_WITHIN_MS)
      const isNew = await registerCheckedAccount(service, registration, signal, (tx) =>
        record(tx, 'ok'),
      )
      if (!isNew) {
        const detail = `ON24 client ${on24ClientId} was registered before. Nothing was changed.`
        throw new Problem('alreadyRegistered', detail)
      }
    } catch (error) {
      const problem = problemOf(error)
      if (problem !== null) await record(service.store, problem.word)
      throw problem ?? error
    }
    const account = await getAccount(service.store, on24ClientId)
    response
      .status(201)
      .location(`${request.baseUrl}/accounts/${on24ClientId}`)
      .json(await viewAccount(service, account))
  }
}
