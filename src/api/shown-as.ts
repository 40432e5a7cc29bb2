/** Query values travel as text: the OpenAPI document describes them as what they stand for. */

const OF_TEXT = ['anyOf', 'enum', 'pattern']

/** For `.meta()`. @param schema JSON Schema, in place of the text's own. */
export function shownAs(schema: object) {
  return {
    override({ jsonSchema }: { jsonSchema: object }): void {
      for (const key of OF_TEXT) Reflect.deleteProperty(jsonSchema, key)
      Object.assign(jsonSchema, schema)
    },
  }
}
