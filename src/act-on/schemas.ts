/**
 * Act-On's answers on the wire, as lenient as Act-On is loose: unknown keys pass, ids and counts come as
 * numbers or strings, and what is not needed may be absent.
 */
import { z } from 'zod'
import { parseJson } from '../http/json-text.ts'

const id = z.union([z.string().min(1), z.number()]).transform(String)
const maybeText = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : String(value)))
const maybeCount = z.coerce.number().int().nonnegative().nullish().catch(null)
const cell = maybeText.transform((value) => value ?? '')

export const accountSchema = z.object({
  account_id: id,
  account_name: maybeText,
  time_zone: maybeText,
})

export const listPageSchema = z.object({
  totalCount: maybeCount,
  result: z.array(z.object({ id, name: maybeText, folderName: maybeText })),
})

export const createdListSchema = z.object({ listId: id })

export const downloadPageSchema = z.object({
  totalCount: maybeCount,
  headers: z.array(z.string()),
  data: z.array(z.array(cell)),
})

/** `{}` is a success too. */
export const writtenRecordSchema = z.object({
  status: maybeText,
  message: maybeText,
  id: maybeText,
  contact_id: maybeText,
})

/** By heading, and whatever else Act-On adds to it. */
export const foundRecordSchema = z.record(z.string(), cell.catch(''))

export const deletedRecordsSchema = z.object({
  success_count: maybeCount,
  fail_count: maybeCount,
  failedList: z.array(z.object({ id, reason: maybeText })).nullish(),
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

/** `jobDetails` is the text of a JSON object, `details` the same object. */
export const jobSchema = z.looseObject({
  status: maybeText,
  message: maybeText,
  details: countsSchema.nullish().catch(null),
  jobDetails: z.preprocess(fromJsonText, countsSchema.nullish()).catch(null),
})

export const tokenPairSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
})

function fromJsonText(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const parsed = parseJson(value)
  return parsed.ok ? parsed.value : null
}
