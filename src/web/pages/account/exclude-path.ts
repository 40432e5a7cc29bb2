/** The page on which an operator excludes a webinar or includes it again. */
export function excludePath(on24ClientId: string, eventId: string): string {
  return `/accounts/${on24ClientId}/webinars/${eventId}`
}
