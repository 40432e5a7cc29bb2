/** The 29 columns of a list, and the expected cells of one person, computed from ON24's fields. */
import type { AttendeeRow } from '../../../sandbox/world/rows/attendee-row.ts'
import type { RegistrantRow } from '../../../sandbox/world/rows/registrant-row.ts'
import { localDate, localDateTime } from './local-times.ts'

export type Cells = Readonly<Record<string, string>>

type RegistrationCell = (row: RegistrantRow, timeZone: string) => string | undefined
type ActivityCell = (row: AttendeeRow, timeZone: string) => string | undefined

const REGISTRATION: Readonly<Record<string, RegistrationCell>> = {
  FirstName: (row) => row.firstname,
  'Last Name': (row) => row.lastname,
  Title: (row) => row.jobtitle,
  Company: (row) => row.company,
  'Email Address': (row) => row.email?.trim().toLowerCase(),
  'Work Phone Number': (row) => row.workphone,
  'Street Address 1': (row) => row.addressstreet1,
  'Street Address 2': (row) => row.addressstreet2,
  City: (row) => row.city,
  State: (row) => row.state,
  'Postal Code': (row) => row.zip,
  Country: (row) => row.country,
  'Company Size': (row) => row.companysize,
  Industry: (row) => row.companyindustry,
  'Job Function': (row) => row.jobfunction,
  'Lead Source': (row) => row.partnerref,
  'Registration Date/Time': (row, timeZone) => localDateTime(row.createtimestamp ?? '', timeZone),
  'Registration Date': (row, timeZone) => localDate(row.createtimestamp ?? '', timeZone),
  'ON24 Registrant ID': (row) => String(row.eventuserid),
}

const attendedAt = (row: AttendeeRow) => row.firstliveactivity ?? row.firstarchiveactivity
const counted = (value: number | undefined) => (value === undefined ? undefined : String(value))

const ACTIVITY: Readonly<Record<string, ActivityCell>> = {
  Status: () => 'Attended',
  'Attendance Date/Time': (row, timeZone) => {
    const stamp = attendedAt(row)
    return stamp === undefined ? undefined : localDateTime(stamp, timeZone)
  },
  'Live Duration': (row) => counted(row.liveminutes),
  'Archive Duration': (row) => counted(row.archiveminutes),
  'Engagement Score': (row) => row.engagementscore?.toFixed(1),
  '# of Poll Responses': (row) => counted(row.answeredpolls),
  '# of Questions Asked': (row) => counted(row.askedquestions),
  '# of Surveys Submitted': (row) => counted(row.answeredsurveys),
  'Number of Resources Viewed': (row) => counted(row.resourcesdownloaded),
  'Attendance Date': (row, timeZone) => {
    const stamp = attendedAt(row)
    return stamp === undefined ? undefined : localDate(stamp, timeZone)
  },
}

export const EXPECTED_HEADINGS: readonly string[] = [
  'FirstName',
  'Last Name',
  'Title',
  'Company',
  'Email Address',
  'Work Phone Number',
  'Street Address 1',
  'Street Address 2',
  'City',
  'State',
  'Postal Code',
  'Country',
  'Company Size',
  'Industry',
  'Job Function',
  'Lead Source',
  'Status',
  'Registration Date/Time',
  'Attendance Date/Time',
  'Live Duration',
  'Archive Duration',
  'Engagement Score',
  '# of Poll Responses',
  '# of Questions Asked',
  '# of Surveys Submitted',
  'Number of Resources Viewed',
  'Registration Date',
  'Attendance Date',
  'ON24 Registrant ID',
]

/**
 * `before` contains the contact's cells from an earlier attendance. Activity cells are replaced but never cleared;
 * registration cells always have ON24's current values.
 */
export function expectedCells(
  registrant: RegistrantRow,
  attendee: AttendeeRow | undefined,
  before: Cells | undefined,
  timeZone: string,
): Cells {
  return Object.fromEntries(
    EXPECTED_HEADINGS.map((heading) => {
      const registration = REGISTRATION[heading]
      if (registration !== undefined) return [heading, registration(registrant, timeZone) ?? '']
      const now = attendee && ACTIVITY[heading]?.(attendee, timeZone)
      return [heading, now ?? before?.[heading] ?? (heading === 'Status' ? 'Registered' : '')]
    }),
  )
}
