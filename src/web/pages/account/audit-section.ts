/** The audit trail of an account, newest first. */
import { html, type Html } from '../../html.ts'
import type { AuditEntry } from '../../../api/audit-entry.ts'
import { AUDIT_ACTIONS, auditActionWords } from '../../../contracts/audit-words.ts'
import { distance, instant } from '../times.ts'
import { section } from './section.ts'
import { tabFilter, type TabList, tabPages } from './tab-list.ts'

export function auditSection(list: TabList<AuditEntry>): Html {
  return section({
    id: 'audit',
    heading: 'Audit trail',
    columns: ['When', 'What', 'From'],
    rows: list.items.map(({ at, sentence, address }, index) => ({
      id: `entry-${String(index)}`,
      cells: [
        html`<span class="main">${distance(at, list.now)}</span>
          <span class="detail">!${instant(at)}</span>`,
        html`<span class="name">${sentence}</span>`,
        html`<span class="name">${address ?? ''}</span>`,
      ],
    })),
    above: tabFilter('audit', list, [
      {
        name: 'action',
        label: 'What',
        options: AUDIT_ACTIONS.map((action) => [action, auditActionWords(action)]),
      },
    ]),
    emptyText: 'No entries.',
    pages: tabPages('audit', list),
  })
}
