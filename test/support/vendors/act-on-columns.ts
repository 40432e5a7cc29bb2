/** The columns of a small list: with types and without, one with an awkward heading. */
import type { ListColumn } from '../../../src/contracts/list-column.ts'

export const COLUMNS: readonly ListColumn[] = [
  { heading: 'FirstName', columnType: 'FIRSTNAME' },
  { heading: 'Title', columnType: 'JOBTITLE' },
  { heading: 'Email Address', columnType: 'EMAIL' },
  { heading: '# of Poll Responses' },
]
