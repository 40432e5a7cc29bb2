/**
 * One ON24 event as the rest of the service knows it, whatever its content type.
 * Times are ISO 8601 in UTC; null where ON24 leaves the key out.
 */
export interface Webinar {
  readonly eventId: string
  /** The client the event belongs to: a sub-account's id in a list that includes sub-accounts. */
  readonly on24ClientId: string
  /** ON24 keeps the title in `description`; null when it gives none. */
  readonly title: string | null
  /** `webcast`, `virtualenvironment`, `golive`, …: ON24's word, lower-cased. */
  readonly contentType: string
  readonly isTestEvent: boolean
  readonly isActive: boolean
  readonly goodAfter: string | null
  readonly liveStart: string | null
  readonly liveEnd: string | null
  /** Last audience activity; ON24 shows it 2–12 hours late. */
  readonly lastUpdated: string | null
}
