/**
 * The texts that ON24 documents for refused reads, letter by letter. Only these may be quoted, since the only values
 * in them are ids. The texts for one status differ between endpoints.
 */
const KNOWN_TEXTS = [
  /^Header must contain both accessTokenKey and accessTokenSecret$/i,
  /^AccessTokenKey and AccessTokenSecret are (wrong or invalid|deactivated)$/i,
  /^The access token secret or access token key was not found$/i,
  /^You (have )?reached the maximum number of calls for this (api|endpoint)$/i,
  /^You do not have permission to perform the requested operation$/i,
  /^You don't have access to this client id$/i,
  /^The client id is not an Elite user\/The adminId can not perform operations under client \w+$/i,
  /^The client (id )?\d+ (is inactive|doesn't exist)$/i,
  /^The event (id )?\d+ (is inactive|doesn't exist)$/i,
  /^Error, incorrect date formats$/i,
  /^Invalid Date format for params startdate and enddate\. Incorrect timezone value provided$/i,
  /^You have to set includesubaccounts='Y' in order to filter by subaccounts$/i,
  /^Invalid pageOffset, range must be between \d+ and \d+$/i,
]

/** Returns the text if it is a known one, else null. A full stop at its end may be missing. */
export function knownText(text: string): string | null {
  const bare = text.trim().replace(/\.$/, '')
  return KNOWN_TEXTS.some((known) => known.test(bare)) ? text.trim() : null
}
