/** The API's document of an account that was just registered and is not linked. */
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
    notifyEmailTo: null,
    notifySlackSince: null,
    unknownTimeZone: null,
    problems: [],
    nextProbeAt: null,
    lastSuccessAt: null,
    nextRunAt: null,
    lastRun: null,
    createdAt,
  }
}
