/** The tabs of an account's page. Each is a page of its own. */
import { html, type Html } from '../../html.ts'

/** Each with its name. */
export const TABS = [
  ['overview', 'Overview'],
  ['runs', 'Runs'],
  ['webinars', 'Webinars'],
  ['problems', 'Trouble'],
  ['rejections', 'Rejected'],
  ['verifications', 'Comparisons'],
  ['audit', 'Audit'],
  ['settings', 'Settings'],
] as const

export type Tab = (typeof TABS)[number][0]

export function tabPath(on24ClientId: string, tab: Tab): string {
  return `/accounts/${on24ClientId}${tab === 'overview' ? '' : `/${tab}`}`
}

/** The webinar in the list of webinars. */
export function webinarPath(on24ClientId: string, eventId: string): string {
  return `${tabPath(on24ClientId, 'webinars')}?search=${eventId}`
}

export function tabName(tab: Tab): string {
  return new Map<Tab, string>(TABS).get(tab) ?? tab
}

export function tabsNav(on24ClientId: string, current: Tab): Html {
  return html`<nav id="tabs" aria-label="The account">
    <ul class="tabs" id="tabs-list">
      !${TABS.map(
        ([tab, name]) =>
          html`<li id="tab-${tab}">
            <a
              id="to-${tab}"
              href="${tabPath(on24ClientId, tab)}"
              !${tab === current ? html`aria-current="page"` : ''}
              >${name}</a
            >
          </li>`,
      )}
    </ul>
  </nav>`
}
