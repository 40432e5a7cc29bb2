/** The operator of the service in words for its customers: OPERATOR_NAME and the settings beside it. */
import type { Config } from '../../../config/config.ts'
import { html, type Html } from '../../html.ts'

export type Operator = Config['operator']

/** Whom customers ask, within a sentence. Without OPERATOR_NAME we know only that somebody sent them the link. */
export function whomToAsk({ name }: Operator): string {
  return name ?? 'the person who sent you the link'
}

/** Who decides about the sync and sees its troubles, within a sentence. */
export function whoRuns({ name }: Operator): string {
  return name ?? 'the operator of this service'
}

/** At the top of every page: the logo, and who asks. */
export function brand({ name, logoUrl }: Operator): Html {
  const logo =
    logoUrl === null ? '' : html`<img class="logo" src="${logoUrl}" alt="${logoAlt(name)}" />`
  const asks = name === null ? '' : html`<span class="asks">${name}</span>`
  return html`!${logo} !${asks}`
}

/** Empty beside the name, which a screen reader would otherwise read twice. */
function logoAlt(name: string | null): string {
  return name === null ? 'Logo' : ''
}

/** At the end of every page: whom to ask, and the privacy notice. */
export function footer(operator: Operator): Html {
  return html`<p>Questions? !${askWhom(operator)}</p>
    !${
      operator.privacyUrl === null
        ? ''
        : html`<p><a href="${operator.privacyUrl}">Privacy notice</a></p>`
    }`
}

/** A sentence: whom to ask, and OPERATOR_CONTACT if it is set. */
export function askWhom(operator: Operator): Html {
  const { name, contact } = operator
  if (contact === null) return html`Please ask ${whomToAsk(operator)}.`
  const words = contact.startsWith('mailto:') ? contact.slice('mailto:'.length) : contact
  const link = html`<a href="${contact}">${words}</a>`
  return name === null ? html`Please ask !${link}.` : html`Please ask ${name}: !${link}.`
}
