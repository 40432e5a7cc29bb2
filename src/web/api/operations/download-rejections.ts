/** Rejected rows as CSV, for a spreadsheet: cells that it would take for formulas begin with an apostrophe. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import { FileAnswer } from '../../../api/file-answer.ts'
import { Rejection } from '../../../api/rejection.ts'
import { allRejections } from '../../../store/rows/rejection-list.ts'
import { accountOf } from '../account-of.ts'
import type { Service } from '../../../service.ts'
import type { HandlerOf } from '../handler.ts'

const COLUMNS = Object.keys(Rejection.shape)

export function downloadRejections({
  store,
}: Pick<Service, 'store'>): HandlerOf<'downloadRejections'> {
  return async ({ params: { id }, query }) => {
    await accountOf(store, id)
    return new FileAnswer({
      fileName: `rejections-${id}.csv`,
      writeTo(stream) {
        const csv = stringify({ header: true, columns: COLUMNS, escape_formulas: true })
        return pipeline(Readable.from(allRejections(store, id, query)), csv, stream)
      },
    })
  }
}
