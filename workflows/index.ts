/** The workflow types of the service: every export of this file becomes one. */
export { account } from './account-controller.ts'
export { accountBackfill } from './account-backfill.ts'
export { accountCompare } from './account-compare.ts'
export { accountSync } from './account-sync.ts'
export { notice } from './notice.ts'
