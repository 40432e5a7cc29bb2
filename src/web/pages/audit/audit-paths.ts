/** The page that leads to the audit trail of an ON24 client, also of one that is not registered. */
export const FIND_AUDIT_PATH = '/audit'
