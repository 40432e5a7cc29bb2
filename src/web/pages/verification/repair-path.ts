/** The page on which an operator has an account's lists repaired. */
export function repairPath(on24ClientId: string): string {
  return `/accounts/${on24ClientId}/repair`
}
