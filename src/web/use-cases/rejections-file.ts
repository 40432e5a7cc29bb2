/** Rejected rows as CSV for spreadsheets: cells that they would read as formulas get a leading apostrophe. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import { FileAnswer } from '../../api/file-answer.ts'
import { Rejection } from '../../api/rejection.ts'
import { allRejections, type RejectionFilter } from '../../store/rows/stored/rejection-list.ts'
import { accountOf } from './account-of.ts'
import type { Service } from '../../service.ts'

const COLUMNS = Object.keys(Rejection.shape)

/** Throws a Problem for an account that is not registered. */
export async function rejectionsFile(
  { store }: Pick<Service, 'store'>,
  on24ClientId: string,
  filter: RejectionFilter,
): Promise<FileAnswer> {
  await accountOf(store, on24ClientId)
  return new FileAnswer({
    fileName: `rejections-${on24ClientId}.csv`,
    writeTo(stream) {
      const csv = stringify({ header: true, columns: COLUMNS, escape_formulas: true })
      return pipeline(Readable.from(allRejections(store, on24ClientId, filter)), csv, stream)
    },
  })
}
