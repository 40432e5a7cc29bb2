/** Query values are sent as text; the OpenAPI document describes the type that they stand for. */

const TEXT_KEYWORDS = ['anyOf', 'enum', 'pattern']

/** For `.meta()`. @param schema JSON Schema that replaces the one of the text. */
export function documentedAs(schema: object) {
  return {
    override({ jsonSchema }: { jsonSchema: object }): void {
      for (const key of TEXT_KEYWORDS) Reflect.deleteProperty(jsonSchema, key)
      Object.assign(jsonSchema, schema)
    },
  }
}
