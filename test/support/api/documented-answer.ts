/** Checks that the OpenAPI document describes an answer. The operator API fixture checks each of its calls. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect } from 'vitest'
import { ROUTE_IDS, routes } from '../../../src/api/routes.ts'
import { describeApi } from '../../../src/web/openapi.ts'
import type { ApiAnswer } from '../fixtures/operator-api-fixture.ts'

const DOCUMENT = 'openapi'

/** OpenAPI 3.1 schemas are JSON Schema 2020-12 with additional keywords. */
const ajv = new Ajv2020({ strict: false, validateSchema: false })
addFormats.default(ajv)
ajv.addSchema(describeApi(), DOCUMENT)

/** @param path below `/api/v1`. The answer to an undocumented route or method must be a problem document. */
export function expectDocumented(method: string, path: string, answer: ApiAnswer): void {
  const [pathname = ''] = path.split('?')
  const route = ROUTE_IDS.map((id) => routes[id]).find(
    (known) => known.method === method && patternOf(known.path).test(pathname),
  )
  if (route === undefined) {
    expectValid('components/schemas/Problem', answer.body)
    return
  }
  const { status, body } = answer
  const response = `paths/${escaped(route.path)}/${method.toLowerCase()}/responses/${String(status)}`
  expect(
    ajv.getSchema(`${DOCUMENT}#/${response}`),
    `${method} ${path}: ${String(status)}`,
  ).toBeDefined()
  if (body === null) return
  const type = answer.headers.get('content-type')?.split(';')[0] ?? ''
  expectValid(`${response}/content/${escaped(type)}/schema`, body)
}

function expectValid(pointer: string, body: unknown): void {
  const validate = ajv.getSchema(`${DOCUMENT}#/${pointer}`)
  expect(validate, `${pointer} is described`).toBeDefined()
  const isValid = validate?.(body)
  expect(isValid === true ? [] : validate?.errors, pointer).toEqual([])
}

const patternOf = (template: string) => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`)

/** Escapes a part of a JSON pointer (RFC 6901) in the fragment of a URI. */
const escaped = (key: string) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))
