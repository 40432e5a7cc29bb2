/** The handler of a route: takes input that passed the route's schemas, and returns what its answer schema says. */
import type { AnswerOf, Route, RequestOf } from '../../api/route.ts'
import type { Requester } from '../../operating/store-operation.ts'
import type { RouteId, RouteOf } from '../../api/routes.ts'

/** Who calls, and what can be set in the answer besides its body. */
export interface Call extends Requester {
  /** Sets the Location of what was created: a path below `/api/v1`. */
  setLocation(path: string): void
}

export type Handler<R extends Route> = (request: RequestOf<R>, call: Call) => Promise<AnswerOf<R>>

export type HandlerOf<Id extends RouteId> = Handler<RouteOf<Id>>

export type Handlers = { readonly [Id in RouteId]: HandlerOf<Id> }
