/** Leads from a registration to the explanation of its row: a form, because the page of explanations takes no URLs. */
import { html, type Html } from '../../html.ts'

export interface ExplainedRegistration {
  /** Different for each button of a page. */
  readonly id: string
  readonly eventId: string
  readonly registrantId: string
}

export function explainButton(
  on24ClientId: string,
  { id, eventId, registrantId }: ExplainedRegistration,
): Html {
  return html`<form method="post" action="/accounts/${on24ClientId}/explain">
    <input type="hidden" name="person" value="${registrantId}" />
    <input type="hidden" name="eventId" value="${eventId}" />
    <button class="button" type="submit" id="explain-${id}">
      Explain<span class="unseen"> registrant ${registrantId}</span>
    </button>
  </form>`
}
