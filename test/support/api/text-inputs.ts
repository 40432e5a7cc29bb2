/** Every text input of the API with its place and name, read from the OpenAPI document. */
import { z } from 'zod'
import { ROUTE_IDS, type RouteId } from '../../../src/api/routes.ts'
import { describeApi } from '../../../src/web/openapi.ts'

export interface TextInput {
  readonly route: RouteId
  readonly place: 'path' | 'query' | 'body'
  readonly name: string
}

const Schema = z.object({
  $ref: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
})
const Described = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        parameters: z
          .array(z.object({ in: z.enum(['path', 'query']), name: z.string() }))
          .optional(),
        requestBody: z
          .object({ content: z.object({ 'application/json': z.object({ schema: Schema }) }) })
          .optional(),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), Schema) }),
})

/** Includes fields of other types, because the API must also reject text in those. */
export function textInputs(): TextInput[] {
  const { paths, components } = Described.parse(JSON.parse(JSON.stringify(describeApi())))
  const described = Object.values(paths).flatMap((methods) => Object.values(methods))
  return ROUTE_IDS.flatMap((route) => {
    const found = described.find(({ operationId }) => operationId === route)
    const { parameters = [], requestBody } = found ?? {}
    const schema = requestBody?.content['application/json'].schema
    const named = schema?.$ref?.split('/').at(-1)
    const { properties = {} } = (named === undefined ? schema : components.schemas[named]) ?? {}
    return [
      ...parameters.map(({ in: place, name }) => ({ route, place, name })),
      ...Object.keys(properties).map((name) => ({ route, place: 'body' as const, name })),
    ]
  })
}
