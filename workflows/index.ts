/** The workflow types of the service: everything that is exported here becomes one. */
export { account } from './account.ts'
export { accountSync } from './account-sync.ts'
export { notice } from './notice.ts'
