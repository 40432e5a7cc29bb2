/** What the API says of an account that was registered a moment ago, and not linked. */
export function newAccountDocument(on24ClientId: string, createdAt: string) {
  return {
    on24ClientId,
    name: 'Brightwater',
    region: 'na',
    actOnRegion: 'na',
    timeZone: 'America/Los_Angeles',
    state: 'unlinked',
    reason: null,
    since: createdAt,
    actOnAccount: null,
    actOnCallsPerDay: null,
    unknownTimeZone: null,
    problems: [],
    nextProbeAt: null,
    lastSuccessAt: null,
    nextRunAt: null,
    lastRun: null,
    createdAt,
  }
}
