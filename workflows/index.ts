/** The workflow types of the service: everything that is exported here becomes one. */
export { account } from './account.ts'
export { accountBackfill } from './account-backfill.ts'
export { accountSync } from './account-sync.ts'
export { notice } from './notice.ts'
