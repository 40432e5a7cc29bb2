import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { apiRoutes } from '../../src/web/api/api-routes.ts'
import { openOperatorApi, type OperatorApi } from '../support/operator-api.ts'
import { expectProblem } from '../support/problem.ts'

const Document = z.object({
  openapi: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ operationId: z.string(), responses: z.object({}).loose() })),
  ),
})

let api: OperatorApi
let text: string
let paths: z.output<typeof Document>['paths']
beforeAll(async () => {
  api = await openOperatorApi({ world: { preset: 'empty' } })
  const answer = await fetch(`${api.webUrl}/openapi.json`)
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  text = await answer.text()
  paths = Document.parse(JSON.parse(text)).paths
})
afterAll(() => api.close())

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

test('the document is open to everybody, and is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(
    z.record(z.string(), z.unknown()).parse(JSON.parse(text)),
  )
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined })
  expect(validator.version).toBe('3.1')
})

test('each route takes exactly the methods that are described, and asks for a token', async () => {
  const ids: string[] = []
  for (const [template, operations] of Object.entries(paths)) {
    const path = template.replaceAll(/\{\w+\}/g, '4242')
    const described = METHODS.filter((method) => method.toLowerCase() in operations)
    ids.push(...Object.values(operations).map(({ operationId }) => operationId))
    const options = await api.call(path, { method: 'OPTIONS' })
    expectProblem(options, 405, 'wrongMethod')
    expect(options.headers.get('allow')).toBe(described.join(', '))
    for (const method of METHODS) {
      const closed = await api.call(path, {
        method,
        token: null,
        from: `203.0.113.${String(ids.length)}`,
      })
      expectProblem(closed, 401, 'operatorTokenNeeded')
    }
  }
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toHaveLength(19)
})

test('every route of the server is described', () => {
  const routes = apiRoutes(api).stack.flatMap(({ route }) =>
    route === undefined ? [] : [route.path],
  )
  expect(routes).toEqual(Object.keys(paths).map((path) => path.replaceAll(/\{(\w+)\}/g, ':$1')))
})

test('every operation says what it answers when it is not done', () => {
  for (const operations of Object.values(paths)) {
    for (const { responses } of Object.values(operations)) {
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '422', '429', '500']))
    }
  }
})

test('its examples name nobody', () => {
  expect(text).not.toMatch(/[\w.]+@[\w.]+/)
})
