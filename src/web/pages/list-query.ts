/** The filters of a list, named and parsed as in its API, and the operator's place in it, as query parameters of a page. */
import { z } from 'zod'
import { PAGING } from '../../api/paging.ts'
import { cursorOf, Trail } from './page-trail.ts'

export interface ListPlace {
  /** The filters that are set, as the URL has them. */
  readonly given: Readonly<Record<string, string>>
  /** Null: the first page. */
  readonly trail: string | null
}

export interface ListQuery<Request> extends ListPlace {
  /** What the store is asked for. */
  readonly request: Request
}

const Values = z.record(z.string(), z.unknown()).catch({})

/**
 * Ignores invalid parameters.
 * @param schema the query of the list in the API
 */
export function readListQuery<Schema extends z.ZodObject>(
  schema: Schema,
  query: unknown,
  limit: number,
): ListQuery<z.output<Schema>> {
  const given = readFilters(schema, query)
  const trail = Trail.parse(Values.parse(query)['page'])
  const request = schema.parse({ ...given, ...cursorOf(trail), limit: String(limit) })
  return { given, trail, request }
}

/** The valid filters, as the URL has them. A form sends an empty one for all items. */
export function readFilters(schema: z.ZodObject, query: unknown): Record<string, string> {
  const values = Values.parse(query)
  const given: Record<string, string> = {}
  for (const [name, format] of Object.entries(schema.shape)) {
    const value = values[name]
    if (Object.hasOwn(PAGING, name) || typeof value !== 'string' || value.trim() === '') continue
    if (z.safeParse(format, value.trim()).success) given[name] = value.trim()
  }
  return given
}

export function listPath(path: string, { given, trail }: ListPlace): string {
  const params = new URLSearchParams({ ...given, ...(trail !== null && { page: trail }) })
  return params.size === 0 ? path : `${path}?${params.toString()}`
}
