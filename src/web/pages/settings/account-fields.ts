/** The fields that the forms to register and to change an account have in common. */
import { SETTING_LABELS } from '../../../contracts/setting-labels.ts'
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
  return html`!${textField({ ...value('name'), label: SETTING_LABELS.name, isRequired: true }, mistakes)}
  !${regionField({ ...value('region'), label: SETTING_LABELS.region }, mistakes)}
  !${regionField({ ...value('actOnRegion'), label: SETTING_LABELS.actOnRegion }, mistakes)}
  !${textField({ ...value('timeZone'), ...timeZone }, mistakes)}`
}

export function pairFields(isRequired: boolean, mistakes: Mistakes): Html {
  const field = (name: (typeof PAIR_FIELDS)[number]) =>
    textField({ name, label: SETTING_LABELS[name], isRequired, isSecret: true }, mistakes)
  return html`!${PAIR_FIELDS.map(field)}`
}
