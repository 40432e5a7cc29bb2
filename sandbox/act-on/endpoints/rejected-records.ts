/** `GET /api/1/list/rejectedUploadRecords?filename=`: the rows that a job rejected, as CSV. */
import type { ApiEndpoint } from '../api-endpoint.ts'
import { apiErrorOfUnknownCode } from '../answers.ts'

export const readRejectedRecords: ApiEndpoint = {
  name: 'rejectedRecords',
  method: 'GET',
  path: '/api/1/list/rejectedUploadRecords',
  handle: ({ context, query, accountId }) => {
    const csv = context.jobs.rejects(accountId, query.get('filename') ?? '')
    if (csv === null) return apiErrorOfUnknownCode('Invalid file name')
    return { status: 200, contentType: 'text/csv', body: csv }
  },
}
