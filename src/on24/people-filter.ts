/** The filter on people that every request for registrants or attendees sends. */

/**
 * All statuses, since ON24's documentation contradicts itself about the default; each row states its own status.
 * ON24 itself leaves out people with system-generated addresses.
 */
export const EVERY_REAL_PERSON = { userstatus: 'any', excludeanonymous: 'Y' } as const
