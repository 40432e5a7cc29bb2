/** The parts of the OpenAPI document that the reference shows. */
import { z } from 'zod'
import { describeApi } from '../../openapi.ts'

const SchemaBase = z.object({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  required: z.array(z.string()).default([]),
})

export type Schema = z.output<typeof SchemaBase> & {
  readonly properties?: Readonly<Record<string, Schema>> | undefined
  readonly items?: Schema | undefined
  readonly anyOf?: readonly Schema[] | undefined
  readonly oneOf?: readonly Schema[] | undefined
  readonly additionalProperties?: Schema | boolean | undefined
}

const Schema: z.ZodType<Schema> = z.lazy(() =>
  SchemaBase.extend({
    properties: z.record(z.string(), Schema).optional(),
    items: Schema.optional(),
    anyOf: z.array(Schema).optional(),
    oneOf: z.array(Schema).optional(),
    additionalProperties: z.union([z.boolean(), Schema]).optional(),
  }),
)

const Content = z.record(z.string(), z.object({ schema: Schema }))

const Operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  parameters: z
    .array(
      z.object({
        in: z.enum(['path', 'query']),
        name: z.string(),
        required: z.boolean().default(false),
        schema: Schema,
      }),
    )
    .default([]),
  requestBody: z.object({ required: z.boolean().default(false), content: Content }).optional(),
  responses: z.record(
    z.string(),
    z.object({ description: z.string(), content: Content.default({}) }),
  ),
})
export type Operation = z.output<typeof Operation>

const ApiDocument = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), Schema) }),
})
export type ApiDocument = z.output<typeof ApiDocument>

export function apiDocument(): ApiDocument {
  return ApiDocument.parse(describeApi())
}
