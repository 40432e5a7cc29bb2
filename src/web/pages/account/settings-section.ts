/** The settings of an account: what is changed on pages of their own. */
import { html, type Html } from '../../html.ts'

export function settingsSection(on24ClientId: string): Html {
  const link = (name: string, words: string) =>
    html`<a class="button" id="${name}" href="/accounts/${on24ClientId}/${name}">${words}</a>`
  return html`<section id="settings" aria-labelledby="settings-heading">
    <h2 id="settings-heading">Settings</h2>
    <p id="settings-words">
      Change the name, the regions, the time zone of new lists, the calls to Act-On a day, the ON24
      token pair, or where its notices go. An invitation lets the customer link the account, or link
      it again.
    </p>
    <div class="actions" id="settings-actions">
      !${link('change', 'Change')} !${link('invite', 'Invite the customer')}
      !${link('remove', 'Remove')}
    </div>
  </section>`
}
