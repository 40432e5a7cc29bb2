/**
 * One ON24 event of any content type, as the rest of the service uses it.
 * Times are ISO 8601 in UTC; null where ON24 leaves the key out.
 */
export interface Webinar {
  readonly eventId: string
  /** The client that owns the event: a sub-account's id in a list that includes sub-accounts. */
  readonly on24ClientId: string
  /** ON24 keeps the title in `description`; null when it gives none. */
  readonly title: string | null
  /** `webcast`, `virtualenvironment`, `golive`, …: ON24's word in lower case. */
  readonly contentType: string
  readonly isTestEvent: boolean
  readonly isActive: boolean
  readonly goodAfter: string | null
  readonly liveStart: string | null
  readonly liveEnd: string | null
  /** Last audience activity; ON24 shows it 2–12 hours late. */
  readonly lastUpdated: string | null
}
