/** Search attributes on workflows, all of type Keyword. Dashboards and alerts rely on the names. */
export const SEARCH_ATTRIBUTES = {
  on24ClientId: 'On24ClientId',
  syncOutcome: 'SyncOutcome',
  accountState: 'AccountState',
} as const
