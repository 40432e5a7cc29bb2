import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { routes } from '../../../src/api/routes.ts'
import { apiRoutes } from '../../../src/web/api/api-routes.ts'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { expectProblem, fieldsOf } from '../../support/api/problem.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { type TextInput, textInputs } from '../../support/api/text-inputs.ts'

const Document = z.object({
  openapi: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ operationId: z.string(), responses: z.object({}).loose() })),
  ),
})

let api: OperatorApiFixture
let text: string
let paths: z.output<typeof Document>['paths']
beforeAll(async () => {
  api = await openOperatorApiFixture({ world: { preset: 'empty' } })
  const answer = await fetch(`${api.webUrl}/openapi.json`)
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  text = await answer.text()
  paths = Document.parse(JSON.parse(text)).paths
})
afterAll(() => api.close())

/** A valid value of a path's parameter. */
const exampleOf = (name: string) => (name === 'range' ? '2025-01-01..2025-12-31' : '4242')

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
  for (const [template, routes] of Object.entries(paths)) {
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => exampleOf(name))
    const described = METHODS.filter((method) => method.toLowerCase() in routes)
    ids.push(...Object.values(routes).map(({ operationId }) => operationId))
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
  expect(ids).toHaveLength(35)
})

test('every route of the server is described', () => {
  const routes = apiRoutes(api).stack.flatMap(({ route }) =>
    route === undefined ? [] : [route.path],
  )
  expect(routes).toEqual(Object.keys(paths).map((path) => path.replaceAll(/\{(\w+)\}/g, ':$1')))
})

test('every route says what it answers when it is not done', () => {
  for (const routes of Object.values(paths)) {
    for (const { responses } of Object.values(routes)) {
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '422', '429', '500']))
    }
  }
})

test('the examples contain no real names', () => {
  expect(text).not.toMatch(/[\w.]+@[\w.]+/)
})

describe('text that no store takes', () => {
  const ODD = {
    NUL: 'a\0b',
    'half of a surrogate pair': 'a\ud800b',
    'a control character': 'a\u0007b',
  }
  const inputs = textInputs()

  beforeAll(() => storeAccount(api.store, '4243'))

  test('inputs of each place are found', () => {
    expect(new Set(inputs.map(({ place }) => place))).toEqual(new Set(['path', 'query', 'body']))
    expect(inputs.length).toBeGreaterThan(50)
    for (const known of ['search', 'name', 'reason', 'cursor', 'accessTokenSecret']) {
      expect(inputs.map(({ name }) => name)).toContain(known)
    }
  })

  test.each(Object.entries(ODD))('%s is named as a mistake in every input', async (_what, text) => {
    const taken: string[] = []
    // A URL cannot carry a lone surrogate.
    const able = inputs.filter(({ place }) => place === 'body' || text.isWellFormed())
    for (const input of able) {
      const answer = await send(input, text)
      const isNamed =
        input.place === 'path'
          ? answer.status === 404
          : answer.status === 422 && fieldsOf(answer).some((field) => field.startsWith(input.name))
      if (!isNamed) taken.push(`${input.route} ${input.name}: ${answer.text}`)
    }
    expect(taken).toEqual([])
  })

  /** Sends the text as the only input of its place. The answer also names required inputs that are then missing. */
  function send({ route, place, name }: TextInput, text: string) {
    const { method, path } = routes[route]
    const encoded = encodeURIComponent(place === 'body' ? '' : text)
    const url = path.replaceAll(/\{(\w+)\}/g, (_, of: string) =>
      place === 'path' && of === name ? encoded : exampleOf(of),
    )
    const query = place === 'query' ? `?${name}=${encoded}` : ''
    const body = place === 'body' ? { [name]: text } : method === 'GET' ? undefined : {}
    return api.call(url + query, { method, ...(body !== undefined && { body }) })
  }

  test.each(['accounts', 'runs', 'webinars', 'problems', 'rejections', 'audit'])(
    'a cursor of the list of %s with such text is refused',
    async (list) => {
      const path = list === 'accounts' ? '/accounts' : `/accounts/4243/${list}`
      const sorts = list === 'accounts' ? ['sort=name&', 'sort=lateness&', 'sort=trouble&'] : ['']
      for (const odd of Object.values(ODD).slice(0, 2)) {
        for (const keys of [
          [odd],
          [odd, odd],
          ['1', odd],
          [odd, odd, odd],
          ['name', odd, '1'],
          ['name', 'a', odd],
          ['lateness', '1', odd],
          ['trouble', odd, '1', '1'],
          ['trouble', '3', '1', odd],
          ['2026-01-01T00:00:00.000Z', odd, odd],
        ]) {
          const cursor = Buffer.from(JSON.stringify(keys)).toString('base64url')
          for (const sort of sorts) {
            const answer = await api.call(`${path}?${sort}cursor=${cursor}`)
            expectProblem(answer, 422, 'invalid')
            expect(fieldsOf(answer)).toEqual(['cursor'])
          }
        }
      }
    },
  )
})
