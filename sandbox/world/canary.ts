/**
 * The mark of a world that is not told otherwise, in every personal field and every credential. Whoever
 * searches logs, histories and URLs for it must ignore case: addresses carry it in lower case.
 */
export const CANARY = 'Zq7canary'

/** The same marker as it stands in addresses and user names. */
export const CANARY_IN_ADDRESS = CANARY.toLowerCase()
