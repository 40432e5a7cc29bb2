/** The audit trail of an account, newest first. */
import { html, type Html } from '../../html.ts'
import type { AuditEntry } from '../../../api/audit-entry.ts'
import { distance, instant } from '../times.ts'
import { section, type SectionPages } from './section.ts'

export interface AuditContext {
  readonly now: Date
  readonly pages: SectionPages
}

export function auditSection(entries: readonly AuditEntry[], { now, pages }: AuditContext): Html {
  return section({
    id: 'audit',
    heading: 'Audit trail',
    columns: ['When', 'Who', 'What', 'Result', 'From'],
    rows: entries.map(({ at, actor, action, about, result, address }, index) => ({
      id: `entry-${String(index)}`,
      cells: [
        html`<span class="main">${distance(at, now)}</span>
          <span class="detail">!${instant(at)}</span>`,
        html`${actor}`,
        html`${action} !${about === null ? '' : html`<span class="detail name">${about}</span>`}`,
        html`${result}`,
        html`<span class="name">${address ?? ''}</span>`,
      ],
    })),
    emptyText: 'No entries yet.',
    pages,
  })
}
