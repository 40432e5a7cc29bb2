/**
 * Act-On's responses, parsed leniently: unknown keys pass, ids and counts may be numbers or strings, and values that
 * are not needed may be absent or malformed. A malformed item of a list loses only that item.
 */
import { z } from 'zod'
import { parseJson } from '../http/json-text.ts'
import { cleanText } from '../http/vendor-text.ts'

/** Used in URLs and in the store, and sent back as received, so it cannot be cleaned like other text. */
const id = z.union([z.string().regex(/^[^\s\p{Cc}\p{Cs}]{1,200}$/u), z.number()]).transform(String)
const idOrNone = id.catch('')
const maybeText = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .catch(null)
  .transform((value) => (value === null || value === undefined ? null : cleanText(String(value))))
const maybeCount = z.coerce.number().int().nonnegative().nullish().catch(null)
const cell = maybeText.transform((value) => value ?? '')

export const accountSchema = z.object({
  account_id: id,
  account_name: maybeText,
  time_zone: maybeText,
})

/** A list whose id is '' cannot be used. It keeps its position, because page offsets count rows. */
const listSchema = z
  .object({ id: idOrNone, name: maybeText, folderName: maybeText })
  .catch({ id: '', name: null, folderName: null })

export const listPageSchema = z.object({ totalCount: maybeCount, result: z.array(listSchema) })

export const createdListSchema = z.object({ listId: id })

export const downloadPageSchema = z.object({
  totalCount: maybeCount,
  headers: z.array(cell),
  /** A row that is no list of cells keeps its position, because page offsets count rows. */
  data: z.array(z.array(cell).catch([])),
})

/** `{}` is a success too; a status that is no string makes the response unreadable. */
export const writtenRecordSchema = z.object({
  status: z.string().nullish(),
  message: maybeText,
  id: maybeText,
  contact_id: maybeText,
})

/** Cells by heading, and whatever Act-On adds to them. */
export const foundRecordSchema = z.record(z.string(), cell)

export const deletedRecordsSchema = z.object({
  success_count: maybeCount,
  fail_count: maybeCount,
  failedList: z
    .array(z.object({ id: idOrNone, reason: maybeText }).catch({ id: '', reason: null }))
    .nullish()
    .catch(null),
})

export const uploadSchema = z.object({ jobId: id })

const countsSchema = z.looseObject({
  status: maybeText,
  appendCount: maybeCount,
  updateCount: maybeCount,
  failedCount: maybeCount,
  rejectedCount: maybeCount,
})
export type JobCounts = z.infer<typeof countsSchema>

/** `jobDetails` is a string of JSON, `details` the same object as JSON itself. */
export const jobSchema = z.looseObject({
  status: maybeText,
  message: maybeText,
  details: countsSchema.nullish().catch(null),
  jobDetails: z.preprocess(fromJsonText, countsSchema.nullish()).catch(null),
})

/** Characters that are valid in a header and in a form. */
const token = z.string().regex(/^[\x21-\x7e]+$/)
/** Act-On's access tokens live for an hour. A malformed `expires_in` must not make us lose a token pair. */
const USUAL_SECONDS = 3600
const LONGEST_SECONDS = 366 * 24 * 3600

export const tokenPairSchema = z.object({
  access_token: token,
  refresh_token: token,
  expires_in: z.coerce.number().positive().max(LONGEST_SECONDS).catch(USUAL_SECONDS),
})

function fromJsonText(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const parsed = parseJson(value)
  return parsed.ok ? parsed.value : null
}
