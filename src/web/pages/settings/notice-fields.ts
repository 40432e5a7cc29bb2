/** The fields for an account's own notices, of the forms that register and change accounts. */
import type { Request } from 'express'
import { SETTING_LABELS } from '../../../contracts/setting-labels.ts'
import { html, type Html } from '../../html.ts'
import { formField } from '../form-body.ts'
import { instant } from '../times.ts'
import type { Values } from './account-fields.ts'
import { filledIn, type Mistakes, textField } from './fields.ts'

/** Its URL is never shown again. */
const SLACK_URL = 'notifySlackUrl'
const REMOVES_SLACK = 'removesSlack'

/** @param slackSince since when the account has its own Slack webhook; null: it has none. */
export function noticeFields(
  values: Values,
  mistakes: Mistakes,
  slackSince: string | null = null,
): Html {
  const isSet = slackSince !== null
  return html`<h2>Notices of this account</h2>
    <p>They go here beside the channels of all accounts.</p>
    !${textField(
      {
        name: 'notifyEmailTo',
        value: values['notifyEmailTo'] ?? '',
        label: `${SETTING_LABELS.notifyEmailTo} (optional)`,
        hint: 'Separated by commas.',
      },
      mistakes,
    )}
    !${textField(
      {
        name: SLACK_URL,
        label: `${isSet ? 'New ' : ''}${SETTING_LABELS.notifySlackUrl} (optional)`,
        hint: isSet
          ? 'Left empty, the present one stays.'
          : 'The URL of an incoming webhook. It is never shown again.',
        isSecret: true,
      },
      mistakes,
    )}
    !${isSet ? removal(slackSince) : ''}`
}

function removal(slackSince: string): Html {
  return html`<p>
    <label
      ><input type="checkbox" id="${REMOVES_SLACK}" name="${REMOVES_SLACK}" value="yes" /> Remove
      the present Slack webhook</label
    >
    <span class="detail">Set since !${instant(slackSince)}</span>
  </p>`
}

/** What the form asks for beside the addresses. A new URL replaces the present one, whether or not it is removed. */
export function slackChangeIn(request: Request): { readonly notifySlackUrl?: string | null } {
  const typed = filledIn(request, [SLACK_URL])
  if (typed[SLACK_URL] !== undefined) return { notifySlackUrl: typed[SLACK_URL] }
  return formField(request, REMOVES_SLACK) === 'yes' ? { notifySlackUrl: null } : {}
}

/** Null: the field was left empty. */
export function addressesIn(text: string | undefined): readonly string[] | null {
  const addresses = (text ?? '').split(',').map((address) => address.trim())
  const typed = addresses.filter((address) => address !== '')
  return typed.length === 0 ? null : typed
}
