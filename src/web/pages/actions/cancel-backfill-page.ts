/** The page on which an operator confirms that a backfill is cancelled. */
import type { BackfillRequest } from '../../../contracts/operations.ts'
import { html, type Html } from '../../html.ts'
import { tabPath } from '../account/account-tabs.ts'
import { confirmForm, submitButton } from '../confirm-form.ts'
import { cardPage } from '../card-page.ts'
import { cancelBackfillPath } from './cancel-backfill-path.ts'

export interface CancelBackfillPage {
  readonly operator: string
  readonly account: { readonly on24ClientId: string; readonly name: string }
  readonly backfill: BackfillRequest
}

export function cancelBackfillPage({ operator, account, backfill }: CancelBackfillPage): Html {
  const { on24ClientId, name } = account
  const { from, to, dryRun } = backfill
  const what = dryRun ? 'dry run of the backfill' : 'backfill'
  return cardPage({
    title: `Cancel a backfill: ${name}`,
    operator,
    heading: `Cancel a backfill of ${name}`,
    content: html`<p>
        The ${what} from ${from} to ${to} stops once its calls have ended. What it has written
        stays, and the six-hourly runs go on. Started again, it writes only what is missing.
      </p>
      !${confirmForm({
        action: cancelBackfillPath(on24ClientId, backfill),
        next: tabPath(on24ClientId, 'runs'),
        buttons: submitButton('Cancel the backfill'),
        back: 'Let it run',
      })}`,
  })
}
