/** A webinar is worked on by one workflow at a time, reading and delivering alike. */
export function webinarLease(on24ClientId: string, eventId: string): string {
  return `webinar/${on24ClientId}/${eventId}`
}
