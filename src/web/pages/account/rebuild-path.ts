/** The page on which an operator has a webinar's list written again. */
export function rebuildPath(on24ClientId: string, eventId: string): string {
  return `/accounts/${on24ClientId}/webinars/${eventId}/rebuild`
}
