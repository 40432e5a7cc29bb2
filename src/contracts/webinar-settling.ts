/** Until when a webinar is read again by every run, and how long an unavailable one is looked up. */

/**
 * A webinar settles when a read has started this long after its latest known activity: by then ON24's delays and
 * caches are over. Until it settles, every run reads it again.
 */
export const SETTLE_HOURS = 48

/** How many unavailable webinars one run looks up by id, to see whether they are active again. */
export const LOOK_UPS_PER_RUN = 20

/** A webinar that has been unavailable for longer is not looked up any more. */
export const LOOK_UP_FOR_DAYS = 400

/** The weekly comparison covers webinars whose start or latest known activity is not longer ago. */
export const COMPARE_FOR_DAYS = 400
