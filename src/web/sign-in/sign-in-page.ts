/** The sign-in page for operators, who enter one of OPERATOR_TOKENS. */
import { html, type Html } from '../html.ts'
import { cardPage } from '../pages/card-page.ts'

export interface SignInPage {
  /** Where the operator goes after signing in. */
  readonly next: string | null
  readonly failure: 'missing' | 'wrong' | null
  readonly message: string | null
}

const FAILURES = {
  missing: 'Please enter your operator token.',
  wrong: 'This is not an operator token of this service. Check that you copied all of it.',
} as const

export function signInPage({ next, failure, message }: SignInPage): Html {
  return cardPage({
    title: failure === null ? 'Sign in' : 'Not signed in – Sign in',
    operator: null,
    message,
    heading: 'Sign in',
    content: html`<p>These pages are for the operators of the service.</p>
      <form method="post" action="/sign-in">
        !${next === null ? '' : html`<input type="hidden" name="next" value="${next}" />`}
        <div class="field">
          <label for="token">Operator token</label>
          <input
            id="token"
            name="token"
            type="password"
            autocomplete="current-password"
            spellcheck="false"
            maxlength="500"
            required
            autofocus
            aria-describedby="token-hint!${failure === null ? '' : ' token-error'}"
            !${failure === null ? '' : 'aria-invalid="true"'}
          />
          !${
            failure === null
              ? ''
              : html`<p class="field-error" id="token-error" role="alert">${FAILURES[failure]}</p>`
          }
          <p class="hint" id="token-hint">
            The token after your name in the setting <code>OPERATOR_TOKENS</code>. You stay signed
            in for up to 12 hours, or until you are inactive for an hour.
          </p>
        </div>
        <button class="button primary" type="submit">Sign in</button>
      </form>`,
  })
}
