/** The operator of the service in words for its customers: OPERATOR_NAME and the settings beside it. */
import type { Config } from '../../../config/config.ts'
import { html, type Html } from '../../html.ts'

export type Operator = Config['operator']

/** Within a sentence. */
export function yourContact({ name }: Operator): string {
  return `your contact at ${name ?? 'ON24'}`
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
  return html`<p>!${questions(operator)}</p>
    !${
      operator.privacyUrl === null
        ? ''
        : html`<p><a href="${operator.privacyUrl}">Privacy notice</a></p>`
    }`
}

function questions(operator: Operator): Html {
  const { contact } = operator
  if (contact === null) {
    return html`Questions? Reply to the message with the link, or ask ${yourContact(operator)}.`
  }
  const words = contact.startsWith('mailto:') ? contact.slice('mailto:'.length) : contact
  return html`Questions? Ask ${yourContact(operator)}: <a href="${contact}">${words}</a>`
}
