/** What does an route: it is given what its schemas have let through, and its answer is what its schema says. */
import type { AnswerOf, Route, RequestOf } from '../../api/route.ts'
import type { Requester } from '../../operating/store-operation.ts'
import type { RouteId, RouteOf } from '../../api/routes.ts'

/** Who calls, and how to answer besides the body. */
export interface Call extends Requester {
  /** Says where the thing that was made is to be found: a path below `/api/v1`. */
  madeAt(path: string): void
}

export type Handler<R extends Route> = (request: RequestOf<R>, call: Call) => Promise<AnswerOf<R>>

export type HandlerOf<Id extends RouteId> = Handler<RouteOf<Id>>

export type Handlers = { readonly [Id in RouteId]: HandlerOf<Id> }
