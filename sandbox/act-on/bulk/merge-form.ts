/** Parses `mergespecs` and checks the upload's columns against the list, as strictly as Act-On. */
import type { Answer } from '../../http-server.ts'
import { apiError, apiErrorOfUnknownCode } from '../answers.ts'
import { MergeMode } from '../state/jobs.ts'
import type { List } from '../state/lists.ts'
import { asObject, parseJson } from './upload-form.ts'
import type { UploadColumns } from './upload-form.ts'

export interface MergeSpec {
  readonly mode: MergeMode
  readonly keyHeading: string | null
}

export function readMergeSpec(
  fields: ReadonlyMap<string, string>,
  list: List,
  upload: UploadColumns,
): MergeSpec | Answer {
  const specs = parseJson(fields.get('mergespecs'))
  if (!Array.isArray(specs) || specs.length !== 1) {
    return apiErrorOfUnknownCode('Merge specs must be an array of one.')
  }
  const { mergeMode, dstListId, columnMap, mergeKeyHeading = null } = asObject(specs[0])
  if (dstListId !== list.listId) {
    return apiError(10_025, 'Invalid or missing merge destination list')
  }
  if (!Array.isArray(columnMap) || columnMap.length > 0) {
    return apiErrorOfUnknownCode('The column map must be empty.')
  }
  const mode = MergeMode.safeParse(mergeMode)
  if (!mode.success) return apiErrorOfUnknownCode('Invalid merge mode.')
  if (mergeKeyHeading !== null && typeof mergeKeyHeading !== 'string') return missingColumn()
  const headings = upload.columns.map(({ heading }) => heading)
  if (mergeKeyHeading !== null && !headings.includes(mergeKeyHeading)) return missingColumn()
  if (!isOneToOne(headings, list)) return missingColumn()
  return { mode: mode.data, keyHeading: mergeKeyHeading }
}

/** The file's first line must match the specs. */
export function headingsMatch(firstLine: readonly string[], upload: UploadColumns): boolean {
  return upload.columns.every(({ heading }, at) => {
    const index = upload.indexes[at]
    return index !== undefined && firstLine[index] === heading
  })
}

export function missingColumn(): Answer {
  return apiError(10_088, 'At least one specified merge column is missing from the uploaded file')
}

/** Columns cannot be mapped: the upload must have all columns of the list, with the same headings and order. */
function isOneToOne(headings: readonly string[], list: List): boolean {
  return (
    headings.length === list.columns.length &&
    headings.every((heading, index) => heading === list.columns[index]?.heading)
  )
}
