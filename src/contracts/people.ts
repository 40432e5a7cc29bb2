/**
 * The people of a webinar as ON24 returns them. Field names in `profile` and `activity` keep ON24's spelling, so that
 * the field table can name its sources. A key that ON24 leaves out stays absent.
 */

export const REGISTRANT_FIELDS = [
  'firstname',
  'lastname',
  'jobtitle',
  'company',
  'workphone',
  'addressstreet1',
  'addressstreet2',
  'city',
  'state',
  'zip',
  'country',
  'companysize',
  'companyindustry',
  'jobfunction',
  'partnerref',
] as const
export type RegistrantField = (typeof REGISTRANT_FIELDS)[number]

export const ATTENDEE_FIELDS = [
  'liveminutes',
  'archiveminutes',
  'engagementscore',
  'answeredpolls',
  'askedquestions',
  'answeredsurveys',
  'resourcesdownloaded',
] as const
export type AttendeeField = (typeof ATTENDEE_FIELDS)[number]

export type UserStatus = 'active' | 'deleted' | 'forgotten'

/** One registration of one person for one webinar. `registrantId` is ON24's `eventuserid`. */
export interface Registrant {
  readonly registrantId: string
  readonly userStatus: UserStatus
  /** As ON24 sends it: not trimmed, not in lower case. */
  readonly email: string | null
  /** ISO 8601 UTC; null where ON24 gives no valid time. */
  readonly createTimestamp: string | null
  /** ISO 8601 UTC; null where ON24 gives no valid time. */
  readonly lastActivity: string | null
  readonly profile: Readonly<Partial<Record<RegistrantField, string>>>
}

/** What one registrant did in the webinar. Times are ISO 8601 UTC; null where ON24 gives no valid time. */
export interface Attendee {
  readonly registrantId: string
  readonly firstLiveActivity: string | null
  readonly lastLiveActivity: string | null
  readonly firstArchiveActivity: string | null
  readonly lastArchiveActivity: string | null
  readonly activity: Readonly<Partial<Record<AttendeeField, number>>>
}

/** An unreadable row about a person: the values that identify the person are missing or malformed. */
export interface UnreadableRow {
  readonly isUnreadable: true
  /** Null if even the registration is unknown. */
  readonly registrantId: string | null
}

/** A row of an account-level list. It says only which webinar had activity, and when. */
export interface PersonStamp {
  readonly eventId: string
  readonly registrantId: string
  /** The time of the activity that the request filtered by, ISO 8601 UTC. */
  readonly activityAt: string
}
