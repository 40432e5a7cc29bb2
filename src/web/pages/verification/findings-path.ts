/** The page of what a comparison found: it is named by the time at which its run started. */
export function findingsPath(on24ClientId: string, startedAt: string): string {
  return `/accounts/${on24ClientId}/verifications/${encodeURIComponent(startedAt)}`
}
