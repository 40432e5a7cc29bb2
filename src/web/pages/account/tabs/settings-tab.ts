/** The tab with what operators change of an account, the link to the customer's own page, and its notices. */
import { figuresOf } from '../../../../accounts/account-figures.ts'
import { statusLinkOf } from '../../../../accounts/status-link.ts'
import type { Service } from '../../../../service.ts'
import { html } from '../../../html.ts'
import { noticesSection } from '../notices-section.ts'
import { settingsSection } from '../settings-section.ts'
import type { TabContent } from '../show-tab.ts'
import { statusLinkSection } from '../status-link-section.ts'

export function settingsTab(parts: Service): TabContent {
  return async ({ account, stored, path }) => {
    const { on24ClientId } = account
    const [link, figures] = await Promise.all([
      statusLinkOf(parts, on24ClientId),
      figuresOf(parts, stored),
    ])
    return html`!${settingsSection({ account, figures })}
    !${statusLinkSection(link, { on24ClientId, path })} !${noticesSection(account)}`
  }
}
