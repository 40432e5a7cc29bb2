/** One registrant as ON24 sends it. A missing value has no key; it is never null or ''. */
import { pacificStamp } from '../pacific-time.ts'
import type { Profile } from '../profile.ts'
import type { PersonState, WebinarState } from '../webinar-state.ts'

export interface RegistrantRow extends Profile {
  readonly eventuserid: number
  readonly eventid: number
  /** Only in account-level lists. */
  readonly clientid?: number
  readonly email?: string
  readonly partnerref?: string
  readonly marketingemail: 'Y' | 'N'
  readonly eventemail: 'Y' | 'N'
  readonly createtimestamp?: string
  readonly lastactivity?: string
  readonly ipaddress?: string
  readonly os?: string
  readonly browser?: string
  readonly emailformat?: string
  readonly engagementprediction?: string
  readonly userprofileurl?: string
  readonly sourceeventid?: number
  readonly userstatus: PersonState['status']
  readonly attendeetype?: string
}

/** Null if the registration has no `lastactivity`. */
export function registrantActivityAt(person: PersonState, pageSeedsIt: boolean): number | null {
  return person.apiWriteAt ?? (pageSeedsIt ? person.createdAt : null)
}

export interface RegistrantRowOptions {
  readonly level: 'client' | 'event'
  /** Whether registering on ON24's own page sets `lastactivity`. */
  readonly pageSeedsLastActivity: boolean
  readonly showsLastActivity: boolean
  readonly forgottenKeepDates: boolean
}

export function registrantRow(
  webinar: WebinarState,
  person: PersonState,
  options: RegistrantRowOptions,
): RegistrantRow {
  const activityAt = options.showsLastActivity
    ? registrantActivityAt(person, options.pageSeedsLastActivity)
    : null
  const keepsDates = person.status !== 'forgotten' || options.forgottenKeepDates
  const base: RegistrantRow = {
    eventuserid: person.eventUserId,
    ...person.profile,
    ...(person.email !== null && { email: person.email }),
    ...(person.partnerRef !== null && { partnerref: person.partnerRef }),
    ...(options.level === 'client' && { clientid: webinar.clientId }),
    eventid: webinar.eventId,
    marketingemail: 'N',
    eventemail: person.status === 'forgotten' ? 'N' : 'Y',
    ...(keepsDates && { createtimestamp: pacificStamp(person.createdAt) }),
    ...(keepsDates && activityAt !== null && { lastactivity: pacificStamp(activityAt) }),
    userstatus: person.status,
  }
  // Forgetting empties every other field.
  if (person.status === 'forgotten') return base
  return {
    ...base,
    ipaddress: '203.0.113.7',
    os: 'win10',
    browser: 'chrome119',
    sourceeventid: webinar.eventId,
    attendeetype: 'Virtual',
    ...(webinar.settings?.contentType !== 'virtualenvironment' && {
      emailformat: 'html',
      engagementprediction: person.eventUserId % 3 === 0 ? 'MEDIUM' : 'LOW',
      userprofileurl: `https://data.on24.example/webcast/lead?token=${person.eventUserId}`,
    }),
  }
}
