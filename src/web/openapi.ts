/** `/openapi.json`: the API described by its own table of routes and schemas, as OpenAPI 3.1. Open to everybody. */
import { Router } from 'express'
import {
  createDocument,
  type CreateDocumentOptions,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi'
import type { Route } from '../api/route.ts'
import { ROUTE_IDS, routes } from '../api/routes.ts'
import { ProblemDocument, PROBLEMS, type ProblemWord, typeOf } from '../api/problem.ts'

export function openApiRoutes(): Router {
  const document = JSON.stringify(describeApi())
  const router = Router()
  router.get('/openapi.json', (_request, response) => {
    response.type('json').send(document)
  })
  return router
}

export function describeApi() {
  const paths: ZodOpenApiPathsObject = {}
  for (const id of ROUTE_IDS) {
    const route: Route = routes[id]
    const method = METHODS[route.method]
    paths[route.path] = { ...paths[route.path], [method]: describe(id, route) }
  }
  const description: ZodOpenApiObject = {
    openapi: '3.1.1',
    info: {
      title: 'ON24 to Act-On',
      version: '1.0.0',
      description:
        'What operators do with the accounts of a service that keeps Act-On lists in step with ON24 webinars. ' +
        'Times are ISO 8601 in UTC. Whatever is not done is answered as a problem document (RFC 9457).',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ operatorToken: [] }],
    paths,
    components: {
      securitySchemes: {
        operatorToken: { type: 'http', scheme: 'bearer', description: 'One of OPERATOR_TOKENS.' },
      },
    },
  }
  return createDocument(description, { override: withoutNoise })
}

/** Bounds that every number has, and patterns that say again what a format says. */
const withoutNoise: NonNullable<CreateDocumentOptions['override']> = ({ jsonSchema }) => {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.format?.startsWith('date') === true) delete jsonSchema.pattern
}

const METHODS = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'delete',
} as const satisfies Record<Route['method'], string>

function describe(operationId: string, route: Route): ZodOpenApiOperationObject {
  const { summary, params, query, body, status, answer, problems } = route
  const { media = 'application/json' } = route
  const isNeeded = body !== null && !body.safeParse(undefined).success
  return {
    operationId,
    summary,
    requestParams: { path: params, query },
    ...(body !== null && {
      requestBody: { required: isNeeded, content: { 'application/json': { schema: body } } },
    }),
    responses: {
      [`${status}`]: {
        description: DONE[status],
        ...(answer !== null && { content: { [media]: { schema: answer } } }),
      },
      ...describeProblems([...problems, ...problemsOfAny(route)]),
    },
  }
}

const DONE: Record<Route['status'], string> = {
  200: 'As it is now.',
  201: 'It was made.',
  202: 'It was asked for: the workflow takes it up.',
  204: 'It is gone.',
}

/** Beside those of its own. */
function problemsOfAny({ body }: Route): ProblemWord[] {
  return [
    'unreadable',
    'operatorTokenNeeded',
    ...(body === null ? [] : (['tooLarge', 'notJson'] as const)),
    'invalid',
    'tooManyFailures',
    'unexpected',
  ]
}

function describeProblems(words: readonly ProblemWord[]): ZodOpenApiResponsesObject {
  const byStatus = Map.groupBy(words, (word) => PROBLEMS[word][0])
  return Object.fromEntries(
    [...byStatus].map(([status, alike]) => [
      String(status),
      {
        description: alike.map((word) => `\`${typeOf(word)}\`: ${PROBLEMS[word][1]}.`).join('\n'),
        content: { 'application/problem+json': { schema: ProblemDocument } },
      },
    ]),
  )
}
