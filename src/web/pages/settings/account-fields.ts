/** The fields that the forms to register and to change an account have in common. */
import { html, type Html } from '../../html.ts'
import { type Mistakes, regionField, type TextField, textField } from './fields.ts'

/** Shown again as typed. */
export const ACCOUNT_FIELDS = ['name', 'region', 'actOnRegion', 'timeZone'] as const
/** ON24 issues both values together. They are never shown again. */
export const PAIR_FIELDS = ['accessTokenKey', 'accessTokenSecret'] as const

export type Values = Readonly<Partial<Record<string, string>>>

export function accountFields(
  values: Values,
  mistakes: Mistakes,
  timeZone: Pick<TextField, 'label' | 'hint'>,
): Html {
  const value = (name: string) => ({ name, value: values[name] ?? '' })
  return html`!${textField({ ...value('name'), label: 'Name', isRequired: true }, mistakes)}
  !${regionField({ ...value('region'), label: 'ON24 region' }, mistakes)}
  !${regionField({ ...value('actOnRegion'), label: 'Act-On region' }, mistakes)}
  !${textField({ ...value('timeZone'), ...timeZone }, mistakes)}`
}

export function pairFields(isRequired: boolean, mistakes: Mistakes): Html {
  const field = (name: string, label: string) =>
    textField({ name, label, isRequired, isSecret: true }, mistakes)
  return html`!${field('accessTokenKey', 'Access token key')}
  !${field('accessTokenSecret', 'Access token secret')}`
}
