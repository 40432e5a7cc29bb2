/** Builders for people as ON24 returns them: each test sets only the values that matter to it. */
import type { Attendee, Registrant } from '../../../src/contracts/people.ts'

export function registrant(changes: Partial<Registrant> = {}): Registrant {
  return {
    registrantId: '1',
    userStatus: 'active',
    email: 'jane@example.com',
    createTimestamp: '2026-11-20T09:00:00-08:00',
    lastActivity: null,
    profile: { firstname: 'Jane' },
    ...changes,
  }
}

export function attendee(changes: Partial<Attendee> = {}): Attendee {
  return {
    registrantId: '1',
    firstLiveActivity: '2026-11-23T10:00:00-08:00',
    lastLiveActivity: '2026-11-23T10:40:00-08:00',
    firstArchiveActivity: null,
    lastArchiveActivity: null,
    activity: { liveminutes: 40, archiveminutes: 0, answeredpolls: 2 },
    ...changes,
  }
}
