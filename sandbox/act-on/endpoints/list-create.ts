/**
 * `POST /api/1/list`, multipart only. Without a file, the list is created at once; with a file, the job creates it, and
 * only then does it have an id.
 */
import type { ApiCall, ApiEndpoint } from '../api-endpoint.ts'
import { apiErrorOfUnknownCode, json } from '../answers.ts'
import { isAnswer, readFileFormat, readUploadColumns } from '../bulk/upload-form.ts'
import type { Answer } from '../../http-server.ts'
import { notMultipart, uploadAccepted, uploadTooLarge } from '../bulk/upload-answers.ts'

const DEFAULT_FOLDER = 'Default Folder'

export const createList: ApiEndpoint = {
  name: 'createList',
  method: 'POST',
  path: '/api/1/list',
  handle: (call) => {
    const { context, body, accountId, at } = call
    if (body.kind !== 'multipart') return notMultipart()
    const name = body.fields.get('listname') ?? ''
    const refused = refuseName(call, name)
    if (refused !== null) return refused
    const upload = readUploadColumns(body.fields)
    if (isAnswer(upload)) return upload
    const format = readFileFormat(body.fields)
    if (isAnswer(format)) return format
    // A folder is created only together with a list.
    const folderName = body.fields.get('foldername') || DEFAULT_FOLDER
    const { columns, indexes } = upload

    if (body.file === null) {
      const kind = 'contact_list'
      const list = context.lists.create({ accountId, kind, name, folderName, columns, at })
      return json({ listId: list.listId, status: 'success', message: 'List created' })
    }
    if (body.file.tooLarge) return uploadTooLarge()
    const work = { kind: 'create', name, folderName, columns, indexes, format } as const
    return uploadAccepted(context.jobs.start({ accountId, work, file: body.file.text, at }))
  },
}

function refuseName({ context, accountId }: ApiCall, name: string): Answer | null {
  const { knobs, lists } = context
  if (name === '') return apiErrorOfUnknownCode('Missing parameter - listname')
  if ([...name].length > knobs.listNameMaxLength) {
    return apiErrorOfUnknownCode('The list name is too long.')
  }
  const isTaken =
    knobs.duplicateListName === 'refuse' && lists.all(accountId).some((list) => list.name === name)
  return isTaken ? apiErrorOfUnknownCode('The list name is not unique.') : null
}
