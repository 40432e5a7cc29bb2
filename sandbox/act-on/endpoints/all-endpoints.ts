/** Every vendor endpoint of the stand-in. Fixed paths must come before paths with a list id in the same place. */
import type { Endpoint } from '../../http-server.ts'
import { asEndpoint } from '../api-endpoint.ts'
import type { ApiServices } from '../api-endpoint.ts'
import { readAccount } from './account.ts'
import { readJobStatus } from './job-status.ts'
import { createList } from './list-create.ts'
import { deleteList } from './list-delete.ts'
import { downloadList } from './list-download.ts'
import { listLists } from './list-listing.ts'
import { mergeList } from './list-merge.ts'
import { deleteRecord, readRecord, updateRecord } from './record-by-id.ts'
import { insertRecord } from './record-insert.ts'
import { lookupRecord } from './record-lookup.ts'
import { upsertRecord } from './record-upsert.ts'
import { deleteRecords } from './records-delete.ts'
import { readRejectedRecords } from './rejected-records.ts'
import { tokenEndpoint } from './token.ts'

const API_ENDPOINTS = [
  readAccount,
  listLists,
  createList,
  readRejectedRecords,
  lookupRecord,
  readJobStatus,
  downloadList,
  mergeList,
  deleteList,
  insertRecord,
  upsertRecord,
  deleteRecords,
  readRecord,
  updateRecord,
  deleteRecord,
]

export function allEndpoints(services: ApiServices): Endpoint[] {
  return [
    tokenEndpoint(services),
    ...API_ENDPOINTS.map((endpoint) => asEndpoint(endpoint, services)),
  ]
}
