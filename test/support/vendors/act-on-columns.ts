/** The columns of a small list of ours: with types and without, one heading awkward. */
import type { ListColumn } from '../../../src/contracts/act-on-column.ts'

export const COLUMNS: readonly ListColumn[] = [
  { heading: 'FirstName', columnType: 'FIRSTNAME' },
  { heading: 'Title', columnType: 'JOBTITLE' },
  { heading: 'Email Address', columnType: 'EMAIL' },
  { heading: '# of Poll Responses' },
]
