/**
 * The only table that maps ON24 fields to Act-On columns. List creation, the cells of a contact, the merge file and
 * the README's field table all derive from it. Its order is the order of the columns in every list. Stored data
 * identifies a column by its position: add new columns at the end, and never remove one.
 */
import type { AttendeeField, RegistrantField } from '../contracts/people.ts'

export type Source =
  | { readonly registrant: RegistrantField | 'email' | 'createtimestamp' | 'eventuserid' }
  | { readonly attendee: AttendeeField | 'attendance' }
  | 'status'

/** How a value is written. `text` is written exactly as ON24 gives it. */
export type Format =
  'text' | 'email' | 'dateTime' | 'date' | 'minutes' | 'score' | 'count' | 'status'

export interface Field {
  readonly heading: string
  /** Act-On's type of the column; absent where Act-On has none. */
  readonly columnType?: string
  /** Registration cells can be cleared; activity cells are only ever replaced. */
  readonly group: 'registration' | 'activity'
  readonly source: Source
  readonly format: Format
}

const registrant = (
  heading: string,
  field: RegistrantField,
  columnType?: string,
): Field & { group: 'registration' } => ({
  heading,
  ...(columnType === undefined ? {} : { columnType }),
  group: 'registration',
  source: { registrant: field },
  format: 'text',
})

const activity = (heading: string, field: AttendeeField, format: Format): Field => ({
  heading,
  group: 'activity',
  source: { attendee: field },
  format,
})

export const EMAIL_HEADING = 'Email Address'
export const REGISTRANT_ID_HEADING = 'ON24 Registrant ID'

export const FIELD_TABLE: readonly Field[] = [
  registrant('FirstName', 'firstname', 'FIRSTNAME'),
  registrant('Last Name', 'lastname', 'LASTNAME'),
  registrant('Title', 'jobtitle', 'JOBTITLE'),
  registrant('Company', 'company', 'COMPANY'),
  {
    heading: EMAIL_HEADING,
    columnType: 'EMAIL',
    group: 'registration',
    source: { registrant: 'email' },
    format: 'email',
  },
  registrant('Work Phone Number', 'workphone', 'BIZ_PHONE'),
  registrant('Street Address 1', 'addressstreet1', 'BIZ_STREET'),
  registrant('Street Address 2', 'addressstreet2'),
  registrant('City', 'city', 'BIZ_CITY'),
  registrant('State', 'state', 'BIZ_STATE'),
  registrant('Postal Code', 'zip', 'BIZ_ZIP'),
  registrant('Country', 'country', 'BIZ_COUNTRY'),
  registrant('Company Size', 'companysize'),
  registrant('Industry', 'companyindustry'),
  registrant('Job Function', 'jobfunction'),
  registrant('Lead Source', 'partnerref'),
  { heading: 'Status', group: 'activity', source: 'status', format: 'status' },
  {
    heading: 'Registration Date/Time',
    group: 'registration',
    source: { registrant: 'createtimestamp' },
    format: 'dateTime',
  },
  {
    heading: 'Attendance Date/Time',
    group: 'activity',
    source: { attendee: 'attendance' },
    format: 'dateTime',
  },
  activity('Live Duration', 'liveminutes', 'minutes'),
  activity('Archive Duration', 'archiveminutes', 'minutes'),
  activity('Engagement Score', 'engagementscore', 'score'),
  activity('# of Poll Responses', 'answeredpolls', 'count'),
  activity('# of Questions Asked', 'askedquestions', 'count'),
  activity('# of Surveys Submitted', 'answeredsurveys', 'count'),
  activity('Number of Resources Viewed', 'resourcesdownloaded', 'count'),
  {
    heading: 'Registration Date',
    group: 'registration',
    source: { registrant: 'createtimestamp' },
    format: 'date',
  },
  {
    heading: 'Attendance Date',
    group: 'activity',
    source: { attendee: 'attendance' },
    format: 'date',
  },
  {
    heading: REGISTRANT_ID_HEADING,
    group: 'registration',
    source: { registrant: 'eventuserid' },
    format: 'text',
  },
]
