/** That nothing is known of a person, in the words used everywhere. */

/** @param eventId the webinar that was asked for; null: all of them. */
export function nothingKnown(eventId: string | null): string {
  const reasons =
    'ON24 has not shown the registration yet, its webinar is not read, or it is longer ago than the journal is kept.'
  return eventId === null
    ? `Nothing is known of this person: ${reasons}`
    : `Nothing is known of this person in webinar ${eventId}: the account has no webinar with this event id, ${reasons}`
}
