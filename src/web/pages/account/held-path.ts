/** Where an operator decides about the removals of a webinar that are held. */
export function heldPath(on24ClientId: string, eventId: string): string {
  return `/accounts/${on24ClientId}/webinars/${eventId}/held`
}
