/**
 * What happens before every `/api/1` endpoint: it checks the token and the limits, and runs due jobs. The endpoint then
 * receives the caller and the parsed body.
 */
import type { Request } from 'express'
import type { Answer, Endpoint, SpendTime } from '../http-server.ts'
import { invalidList, unauthorized, withGatewayHeaders } from './answers.ts'
import { runDueJobs } from './bulk/run-due-jobs.ts'
import { callerOf } from './callers.ts'
import type { Caller } from './callers.ts'
import type { ActOnContext } from './context.ts'
import type { RateLimits } from './rate-limits.ts'
import type { BodyReader, RequestBody } from './request-body.ts'
import type { List } from './state/lists.ts'

export interface ApiCall extends Caller {
  readonly context: ActOnContext
  readonly query: URLSearchParams
  readonly body: RequestBody
  /** Milliseconds by the sandbox clock. */
  readonly at: number
  /** A decoded parameter of the path. */
  readonly param: (name: string) => string
}

export interface ApiEndpoint extends Pick<Endpoint, 'name' | 'method' | 'path'> {
  handle(call: ApiCall): Answer | Promise<Answer>
}

export interface ApiServices {
  readonly context: ActOnContext
  readonly limits: RateLimits
  readonly bodies: BodyReader
}

export function asEndpoint(endpoint: ApiEndpoint, services: ApiServices): Endpoint {
  const handle = async (request: Request, spendTime: SpendTime) => {
    const { context, limits } = services
    const caller = callerOf(context, request)
    if (caller === null || !caller.tokenIsAlive) return unauthorized()
    if (context.accounts.find(caller.accountId)?.apiEnabled !== true) return unauthorized()
    const refused = limits.take(caller)
    if (refused !== null) return refused
    await spendTime()
    runDueJobs(context, caller.accountId)
    return endpoint.handle({
      ...caller,
      context,
      query: queryOf(request),
      body: services.bodies.of(request),
      at: context.clock.now().getTime(),
      param: (name) => paramOf(request, name),
    })
  }
  const { name, method, path } = endpoint
  return {
    name,
    method,
    path,
    handle: async (request, spendTime) => withGatewayHeaders(await handle(request, spendTime)),
  }
}

/** Wraps the many endpoints that work on one contact list. */
export function onList(
  handle: (call: ApiCall, list: List) => Answer | Promise<Answer>,
): (call: ApiCall) => Answer | Promise<Answer> {
  return (call) => {
    const list = call.context.lists.find(call.accountId, call.param('listId'))
    return list === null || list.kind !== 'contact_list' ? invalidList() : handle(call, list)
  }
}

/** A plus sign that is not percent-encoded is a space here, as in any form. */
export function queryOf(request: Request): URLSearchParams {
  return new URL(request.originalUrl, 'http://sandbox').searchParams
}

function paramOf(request: Request, name: string): string {
  const value = request.params[name]
  return typeof value === 'string' ? value : ''
}
