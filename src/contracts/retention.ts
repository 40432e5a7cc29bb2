/** How long the store keeps what it may not keep forever. */

/** Rows that wait for Act-On or were rejected hold personal data: older ones are dropped. */
export const KEEP_WAITING_ROWS_DAYS = 90

/** The counts of a run for each webinar. Its ledger holds their sums and stays. */
export const KEEP_RUN_WEBINARS_DAYS = 90
