/** The audit trail of an ON24 client that is not registered, or not any more, and the page that leads to a trail. */
import type { AuditEntry } from '../../../api/audit-entry.ts'
import { SETTING_LABELS } from '../../../contracts/setting-labels.ts'
import { html, type Html } from '../../html.ts'
import { auditSection } from '../account/audit-section.ts'
import type { TabList } from '../account/tab-list.ts'
import { cardPage } from '../card-page.ts'
import { submitButton } from '../confirm-form.ts'
import { formAlert } from '../form-alert.ts'
import { layout } from '../layout.ts'
import { textField } from '../settings/fields.ts'
import { FIND_AUDIT_PATH } from './audit-paths.ts'

export interface FindAuditPage {
  readonly operator: string
  /** As typed, to be shown again. */
  readonly typed: string
  readonly alert: string | null
}

export function findAuditPage({ operator, typed, alert }: FindAuditPage): Html {
  const field = { name: 'id', value: typed, label: SETTING_LABELS.on24ClientId, isRequired: true }
  return cardPage({
    title: 'Find an audit trail',
    operator,
    content: html`<p>
        The audit trail of an ON24 client stays after its account is removed. It also has the
        registrations that were refused.
      </p>
      !${formAlert(alert)}
      <form method="get" action="${FIND_AUDIT_PATH}">
        !${textField(field, {})}
        <p class="buttons">!${submitButton('Show')}</p>
      </form>`,
  })
}

/** @param list of a client that is not registered */
export function unregisteredAuditPage(operator: string, list: TabList<AuditEntry>): Html {
  const title = `ON24 client ${list.on24ClientId}`
  return layout({
    title: `Audit: ${title}`,
    operator,
    main: html`<p class="above"><a href="${FIND_AUDIT_PATH}">Find an audit trail</a></p>
      <h1>${title}</h1>
      <p>It is not registered here: its registration was refused, or its account is removed.</p>
      !${auditSection(list)}`,
  })
}
