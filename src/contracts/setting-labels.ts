/** What the settings of an account are called, on forms and in the audit trail, by their names in the API. */

export const SETTING_LABELS = {
  on24ClientId: 'ON24 client id',
  name: 'Name',
  region: 'ON24 region',
  actOnRegion: 'Act-On region',
  timeZone: 'Time zone',
  actOnCallsPerDay: 'Calls to Act-On a day',
  notifyEmailTo: 'E-mail addresses',
  notifySlackUrl: 'Slack webhook',
  accessTokenKey: 'Access token key',
  accessTokenSecret: 'Access token secret',
} as const satisfies Readonly<Record<string, string>>

/** @param names in the API, separated by commas */
export function settingLabels(names: string): string {
  const labels = new Map<string, string>(Object.entries(SETTING_LABELS))
  return names
    .split(', ')
    .map((name) => labels.get(name) ?? name)
    .join(', ')
}
