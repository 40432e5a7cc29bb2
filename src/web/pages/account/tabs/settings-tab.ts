/** The tab with what operators change of an account, the link to the customer's own page, and its notices. */
import { statusLinkOf } from '../../../../accounts/status-link.ts'
import type { Service } from '../../../../service.ts'
import { html } from '../../../html.ts'
import { noticesSection } from '../notices-section.ts'
import { settingsSection } from '../settings-section.ts'
import type { TabContent } from '../show-tab.ts'
import { statusLinkSection } from '../status-link-section.ts'

export function settingsTab(parts: Service): TabContent {
  return async ({ account, path }) => {
    const { on24ClientId } = account
    const link = await statusLinkOf(parts, on24ClientId)
    return html`!${settingsSection(on24ClientId)}
    !${statusLinkSection(link, { on24ClientId, path })} !${noticesSection(account)}`
  }
}
