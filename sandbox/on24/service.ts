/** What every ON24 endpoint uses: the world, the clock, the knobs, and the webinar in the path. */
import type { Request } from 'express'
import type { SandboxClock } from '../clock.ts'
import type { Answer, Endpoint } from '../http-server.ts'
import type { WorldAccount } from '../world/accounts.ts'
import type { WebinarHistory } from '../world/webinar-history.ts'
import type { World } from '../world/world.ts'
import type { Access } from './access.ts'
import type { EndpointClass, On24Knobs } from './knobs.ts'
import { readQuery } from './query.ts'
import type { Query } from './query.ts'
import { Refusal } from './refusal.ts'

const HOUR_MS = 3_600_000

export interface On24Service {
  readonly world: World
  readonly clock: SandboxClock
  readonly knobs: On24Knobs
  readonly access: Access
}

/** One admitted call. */
export interface On24Call {
  readonly service: On24Service
  readonly account: WorldAccount
  /** The client in the path: the account or one of its sub-accounts. */
  readonly clientId: string
  readonly query: Query
  readonly nowMs: number
  readonly request: Request
}

export interface On24Endpoint {
  readonly name: string
  readonly kind: EndpointClass
  /** Below `/v2/client/:clientId`. */
  readonly path: string
  answer(call: On24Call): object | Iterable<string>
}

export function toEndpoint(service: On24Service, endpoint: On24Endpoint): Endpoint {
  return {
    name: endpoint.name,
    method: 'GET',
    path: `/v2/client/:clientId${endpoint.path}`,
    handle: async (request, spendTime): Promise<Answer> => {
      try {
        const account = service.access.admit(request, endpoint.kind)
        await spendTime()
        const body = endpoint.answer({
          service,
          account,
          clientId: String(request.params['clientId']),
          query: readQuery(request),
          nowMs: service.clock.now().getTime(),
          request,
        })
        return { status: 200, body: Symbol.iterator in body ? body : JSON.stringify(body) }
      } catch (error) {
        if (error instanceof Refusal) return error.toAnswer()
        throw error
      }
    },
  }
}

export function cacheLagMs(knobs: On24Knobs): number {
  return knobs.staleness.cacheHours * HOUR_MS
}

/** The webinars of the client in the path, and those of its sub-accounts if requested. */
export function webinarsOf(call: On24Call, withSubAccounts: boolean): readonly WebinarHistory[] {
  const asked = call.query.list('subaccounts')
  const isOwn = call.clientId === call.account.on24ClientId
  return call.service.world.webinarsUnder(call.account.on24ClientId).filter((webinar) => {
    const clientId = String(webinar.clientId)
    if (asked.length > 0) return asked.includes(clientId)
    return clientId === call.clientId || (withSubAccounts && isOwn)
  })
}

/** The webinar in the path. Throws a `Refusal` if it cannot be read now. */
export function webinarInPath(call: On24Call): WebinarHistory {
  const eventId = String(call.request.params['eventId'])
  const webinar = webinarsOf(call, true).find((one) => String(one.eventId) === eventId)
  const state = webinar?.stateAt(call.nowMs)
  if (webinar === undefined || state === undefined || state.settings === null || state.isRemoved) {
    throw new Refusal(404, `The event ${eventId} doesn't exist.`)
  }
  if (!state.isActive) {
    const isId = call.service.knobs.inactiveEventText === 'eventId'
    throw new Refusal(403, `The event ${isId ? 'id ' : ''}${eventId} is inactive.`)
  }
  return webinar
}

/** `subaccounts` may name only sub-accounts of the client in the path, and only if they are included. */
export function checkSubAccounts(call: On24Call, included: boolean, words: string): void {
  const asked = call.query.list('subaccounts')
  if (asked.length === 0) return
  if (!included) throw new Refusal(400, words)
  const unknown = asked.find((clientId) => !call.account.subClientIds.includes(clientId))
  if (unknown !== undefined) throw new Refusal(400, `The client ${unknown} doesn't exist.`)
}
