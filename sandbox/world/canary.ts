/**
 * The default mark, contained in every personal field and every credential. Searches for it in logs, histories and URLs
 * must ignore case: addresses contain it in lower case.
 */
export const CANARY = 'Zq7canary'

/** The mark in addresses and user names. */
export const CANARY_IN_ADDRESS = CANARY.toLowerCase()
