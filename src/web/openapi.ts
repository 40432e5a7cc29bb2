/** `/openapi.json`: the table of routes and schemas as an OpenAPI 3.1 document. Public. */
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
        'Operates the accounts of a service that keeps Act-On lists in step with ON24 webinars. ' +
        'Times are ISO 8601 in UTC. Refused and failed requests are answered with problem documents (RFC 9457).',
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
  return createDocument(description, { override: withoutRedundancy })
}

/** Removes bounds that every number has, and patterns that repeat a format. */
const withoutRedundancy: NonNullable<CreateDocumentOptions['override']> = ({ jsonSchema }) => {
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
  const required = body !== null && !body.safeParse(undefined).success
  return {
    operationId,
    summary,
    requestParams: { path: params, query },
    ...(body !== null && {
      requestBody: { required, content: { 'application/json': { schema: body } } },
    }),
    responses: {
      [`${status}`]: {
        description: STATUS_DESCRIPTIONS[status],
        ...(answer !== null && { content: { [media]: { schema: answer } } }),
      },
      ...describeProblems([...problems, ...commonProblems(route)]),
    },
  }
}

const STATUS_DESCRIPTIONS: Record<Route['status'], string> = {
  200: 'The current state.',
  201: 'Created.',
  202: 'Accepted: the workflow carries it out.',
  204: 'Removed.',
}

/** In addition to the route's own problems. */
function commonProblems({ body }: Route): ProblemWord[] {
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
    [...byStatus].map(([status, group]) => [
      String(status),
      {
        description: group.map((word) => `\`${typeOf(word)}\`: ${PROBLEMS[word][1]}.`).join('\n'),
        content: { 'application/problem+json': { schema: ProblemDocument } },
      },
    ]),
  )
}
