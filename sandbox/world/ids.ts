/** The numbers of ON24's ids in this world, and how to find the webinar of an id. */

const FIRST_EVENT_ID = 4_100_000
const FIRST_EVENT_USER_ID = 500_000_000
const IDS_PER_WEBINAR = 100_000

/** The first id, within a webinar, of each kind of registrant. */
export const ID_RANGES = { planned: 0, growth: 40_000, manual: 60_000, odd: 99_000 } as const

/** `webinarNumber` counts all webinars of the world, with gaps between accounts. */
export function eventIdOf(webinarNumber: number): number {
  return FIRST_EVENT_ID + webinarNumber
}

export function webinarNumberOfEvent(eventId: number): number {
  return eventId - FIRST_EVENT_ID
}

export function eventUserIdOf(
  webinarNumber: number,
  range: keyof typeof ID_RANGES,
  nth: number,
): number {
  return FIRST_EVENT_USER_ID + webinarNumber * IDS_PER_WEBINAR + ID_RANGES[range] + nth
}

export function webinarNumberOfPerson(eventUserId: number): number {
  return Math.floor((eventUserId - FIRST_EVENT_USER_ID) / IDS_PER_WEBINAR)
}
