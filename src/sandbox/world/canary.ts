/**
 * The marker in every personal field and every credential of the world. Whoever searches logs,
 * histories and URLs for it must ignore case: addresses carry it in lower case.
 */
export const CANARY = 'Zq7canary'

/** The same marker as it stands in addresses and user names. */
export const CANARY_IN_ADDRESS = CANARY.toLowerCase()
