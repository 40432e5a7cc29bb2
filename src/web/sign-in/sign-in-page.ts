/** The page that operators sign in on, with one of OPERATOR_TOKENS. */
import { html, type Html } from '../html.ts'
import { layout } from '../pages/layout.ts'

export interface SignInPage {
  /** Where to go on. */
  readonly next: string | null
  readonly failure: 'missing' | 'wrong' | null
  readonly message: string | null
}

const FAILURES = {
  missing: 'Please enter your operator token.',
  wrong: 'This is no operator token of this service. Check that it was copied whole.',
} as const

export function signInPage({ next, failure, message }: SignInPage): Html {
  return layout({
    title: failure === null ? 'Sign in' : 'Not signed in – Sign in',
    operator: null,
    message,
    main: html`<section class="card narrow">
      <h1>Sign in</h1>
      <p>These pages are for those who run the service.</p>
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
            The one after your name in the setting <code>OPERATOR_TOKENS</code>. You stay signed in
            for 12 hours, or until an hour without use.
          </p>
        </div>
        <button class="button primary" type="submit">Sign in</button>
      </form>
    </section>`,
  })
}
