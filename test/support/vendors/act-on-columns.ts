/** The columns of a small Act-On list. The last one has no column type, and its heading starts with `#`. */
import type { ListColumn } from '../../../src/contracts/act-on-column.ts'

export const COLUMNS: readonly ListColumn[] = [
  { heading: 'FirstName', columnType: 'FIRSTNAME' },
  { heading: 'Title', columnType: 'JOBTITLE' },
  { heading: 'Email Address', columnType: 'EMAIL' },
  { heading: '# of Poll Responses' },
]
