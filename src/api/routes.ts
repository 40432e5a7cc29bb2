/** All routes of the API. The server's routes, the OpenAPI document and the command line come from this table. */
import type { Route } from './route.ts'
import { accountRoutes } from './routes/account-routes.ts'
import { operationRoutes } from './routes/operation-routes.ts'
import { recordRoutes } from './routes/record-routes.ts'
import { runRoutes } from './routes/run-routes.ts'
import { serviceRoutes } from './routes/service-routes.ts'

export const routes = {
  ...accountRoutes,
  ...operationRoutes,
  ...recordRoutes,
  ...runRoutes,
  ...serviceRoutes,
} as const satisfies Record<string, Route>

export type RouteId = keyof typeof routes
export type RouteOf<Id extends RouteId> = (typeof routes)[Id]

const isRouteId = (id: string): id is RouteId => id in routes

export const ROUTE_IDS = Object.keys(routes).filter(isRouteId)
