/** `PUT /api/1/list/{listid}`, multipart only. Any `listname` or `foldername` is ignored. */
import { onList } from '../api-endpoint.ts'
import type { ApiEndpoint } from '../api-endpoint.ts'
import { apiErrorOfUnknownCode, missingFile } from '../answers.ts'
import { readCsv } from '../bulk/csv-file.ts'
import { headingsMatch, missingColumn, readMergeSpec } from '../bulk/merge-form.ts'
import { notMultipart, uploadAccepted, uploadTooLarge } from '../bulk/upload-answers.ts'
import { isAnswer, readFileFormat, readUploadColumns } from '../bulk/upload-form.ts'

const BYTE_ORDER_MARK = '\ufeff'

export const mergeList: ApiEndpoint = {
  name: 'merge',
  method: 'PUT',
  path: '/api/1/list/:listId',
  handle: onList(({ context, body, accountId, at }, list) => {
    if (body.kind !== 'multipart') return notMultipart()
    if (body.file === null) return missingFile()
    if (body.file.tooLarge) return uploadTooLarge()
    const upload = readUploadColumns(body.fields)
    if (isAnswer(upload)) return upload
    const format = readFileFormat(body.fields)
    if (isAnswer(format)) return format
    const spec = readMergeSpec(body.fields, list, upload)
    if (isAnswer(spec)) return spec

    const file = withoutMark(body.file.text, context.knobs.byteOrderMark)
    const firstLine = firstLineOf(() => readCsv(file, format, 1))
    if (firstLine === null) return apiErrorOfUnknownCode('The file can not be read.')
    if (format.hasHeadings && !headingsMatch(firstLine, upload)) return missingColumn()
    const putEmptyValues = body.fields.get('putEmptyValues') === 'Y'
    const { listId } = list
    const { indexes } = upload
    const work = { kind: 'merge', listId, ...spec, putEmptyValues, indexes, format } as const
    return uploadAccepted(context.jobs.start({ accountId, work, file, at }))
  }),
}

function withoutMark(text: string, mark: 'kept' | 'stripped'): string {
  return mark === 'stripped' && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
}

/** Null: unreadable with the declared quote character. */
function firstLineOf(read: () => string[][]): string[] | null {
  try {
    return read()[0] ?? []
  } catch {
    return null
  }
}
