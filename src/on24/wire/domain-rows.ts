/** Converts wire rows to the service's own types. It converts only time stamps; other values are mapped later. */
import { ATTENDEE_FIELDS, REGISTRANT_FIELDS } from '../../contracts/people.ts'
import type {
  Attendee,
  AttendeeField,
  Registrant,
  RegistrantField,
  UserStatus,
} from '../../contracts/people.ts'
import type { Webinar } from '../../contracts/webinar.ts'
import type { WireAttendee, WireEvent, WireRegistrant } from './schemas.ts'
import { utcStamp } from './stamps.ts'

/** @param on24ClientId used where the row names no client. */
export function toWebinar(row: WireEvent, on24ClientId: string): Webinar {
  return {
    eventId: row.eventid,
    on24ClientId: row.clientid ?? on24ClientId,
    title: row.description ?? null,
    contentType: (row.contenttype ?? '').toLowerCase(),
    isTestEvent: row.istestevent,
    isActive: row.isactive,
    goodAfter: utcStamp(row.goodafter),
    liveStart: utcStamp(row.livestart),
    liveEnd: utcStamp(row.liveend),
    lastUpdated: utcStamp(row.lastupdated),
  }
}

export function toRegistrant(row: WireRegistrant): Registrant {
  return {
    registrantId: row.eventuserid,
    userStatus: userStatusOf(row),
    email: row.email ?? null,
    createTimestamp: utcStamp(row.createtimestamp),
    lastActivity: utcStamp(row.lastactivity),
    profile: present<RegistrantField, string>(row, REGISTRANT_FIELDS),
  }
}

export function toAttendee(row: WireAttendee): Attendee {
  return {
    registrantId: row.eventuserid,
    firstLiveActivity: utcStamp(row.firstliveactivity),
    lastLiveActivity: utcStamp(row.lastliveactivity),
    firstArchiveActivity: utcStamp(row.firstarchiveactivity),
    lastArchiveActivity: utcStamp(row.lastarchiveactivity),
    activity: present<AttendeeField, number>(row, ATTENDEE_FIELDS),
  }
}

/** ON24 documents only the value `active`, and that a forgotten person's address is `<id>-deleted`. */
function userStatusOf({ eventuserid, userstatus, email }: WireRegistrant): UserStatus {
  if (email === `${eventuserid}-deleted` || /forgot/i.test(userstatus ?? '')) return 'forgotten'
  return /delet/i.test(userstatus ?? '') ? 'deleted' : 'active'
}

function present<Key extends string, Value>(
  row: Readonly<Partial<Record<Key, Value | null | undefined>>>,
  keys: readonly Key[],
): Partial<Record<Key, Value>> {
  const found: Partial<Record<Key, Value>> = {}
  for (const key of keys) {
    const value = row[key]
    if (value !== undefined && value !== null) found[key] = value
  }
  return found
}
