/** The page on which an operator confirms that what Temporal has for an account that is not linked is removed. */
import { html, type Html } from '../../html.ts'
import { cardPage } from '../card-page.ts'
import { confirmForm, submitButton } from '../confirm-form.ts'
import { orphanPath, ORPHANS_PATH } from './orphan-paths.ts'

export function removeOrphanPage(operator: string, on24ClientId: string): Html {
  return cardPage({
    title: `Remove what is left of ${on24ClientId}`,
    operator,
    content: html`<p>
        This ends the Schedule, the controller and the runs that Temporal has for ON24 client
        ${on24ClientId}. Nothing in Act-On is touched. It cannot be undone; if the account is linked
        later, it gets a Schedule and a controller of its own.
      </p>
      !${confirmForm({
        action: orphanPath(on24ClientId),
        next: ORPHANS_PATH,
        buttons: submitButton('Remove'),
      })}`,
  })
}
