/** Adds an Express route for each route of the table, with its handler. */
import type { Request, RequestHandler, Response, Router } from 'express'
import { FileAnswer } from '../../api/file-answer.ts'
import type { Method, Route } from '../../api/route.ts'
import { ROUTE_IDS, type RouteId, routes } from '../../api/routes.ts'
import type { Call, Handler, Handlers } from './handler.ts'
import { Problem } from './problem.ts'
import { sendFile } from './send-file.ts'
import { readRequest } from './read-request.ts'
import { requesterOf } from './require-operator.ts'

export function bindOperations(router: Router, handlers: Handlers): void {
  const paths = new Map<string, Map<Method, RequestHandler>>()
  const bindOne = <Id extends RouteId>(id: Id) => {
    const { path, method }: Route = routes[id]
    const methods = paths.get(path) ?? new Map<Method, RequestHandler>()
    paths.set(path, methods.set(method, bind(routes[id], handlers[id])))
  }
  for (const id of ROUTE_IDS) bindOne(id)
  for (const [path, methods] of paths) addRoute(router, path, methods)
}

function bind<R extends Route>(route: R, handler: Handler<R>): RequestHandler {
  return async (request, response) => {
    const answer = await handler(readRequest(route, request), callOf(request, response))
    response.status(route.status)
    if (answer === undefined) response.end()
    else if (answer instanceof FileAnswer) await sendFile(response, route.media ?? '', answer)
    else response.json(answer)
  }
}

function callOf(request: Request, response: Response): Call {
  return {
    ...requesterOf(request),
    setLocation: (path) => void response.location(`${request.baseUrl}${path}`),
  }
}

function addRoute(
  router: Router,
  path: string,
  methods: ReadonlyMap<Method, RequestHandler>,
): void {
  const allowed = [...methods.keys()].join(', ')
  router.all(path.replaceAll(/\{(\w+)\}/g, ':$1'), (request, response, next) => {
    // Express answers HEAD like GET, without the body.
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const [, handler] = [...methods].find(([known]) => known === method) ?? []
    if (handler !== undefined) return handler(request, response, next)
    response.set('Allow', allowed)
    throw new Problem('wrongMethod', `Use ${allowed} for this route.`)
  })
}
