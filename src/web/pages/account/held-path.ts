/** The page on which an operator decides about a webinar's held removals. */
export function heldPath(on24ClientId: string, eventId: string): string {
  return `/accounts/${on24ClientId}/webinars/${eventId}/held`
}
