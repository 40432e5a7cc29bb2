/** Search attributes of workflows, all of type Keyword. Dashboards and alerts rely on their names. */
export const SEARCH_ATTRIBUTES = {
  on24ClientId: 'On24ClientId',
  syncOutcome: 'SyncOutcome',
  accountState: 'AccountState',
} as const
