/** The page on which a customer links their Act-On account: both accounts, what will happen, and the form. */
import { html, type Html } from '../../html.ts'
import { heading, layout } from './layout.ts'
import type { LinkFailure } from './link-failure.ts'
import type { Operator } from './operator-words.ts'

export interface LinkPage {
  /** Who asks. */
  readonly operator: Operator
  /** The ON24 account that will be linked. */
  readonly account: { readonly name: string; readonly on24ClientId: string }
  /** Whether the password is stored, encrypted, after the sign-in. */
  readonly keepsPassword: boolean
  /** The name of the linked Act-On account, which must stay the same; null for a first link. */
  readonly relink: string | null
  /** As typed, to be shown again. */
  readonly userName: string
  /** A random id: distinguishes a form that is sent twice from a second form. */
  readonly submission: string
  readonly failure: LinkFailure | null
  /** What is wrong with a field. Act-On is not called then. */
  readonly fieldErrors: FieldErrors
}

export interface FieldErrors {
  readonly userName?: string
  readonly password?: string
}

export function linkPage(page: LinkPage): Html {
  const isWrong = page.failure !== null || hasErrors(page.fieldErrors)
  const title = page.relink === null ? 'Link your Act-On account' : 'Renew the link to Act-On'
  const notDone = page.relink === null ? 'Not linked yet' : 'Not renewed yet'
  return layout({
    operator: page.operator,
    title: isWrong ? `${notDone} – ${title}` : title,
    main: html`
      <div class="columns">
        <div class="intro">!${heading(title)} !${intro(page)}</div>
        <section class="card" aria-labelledby="form-heading">
          <h2 id="form-heading">Sign in to Act-On</h2>
          !${alert(page)} !${form(page)}
        </section>
        <div class="explanation">
          !${whatHappens(page)} !${aboutThePassword(page.keepsPassword)}
        </div>
      </div>
    `,
  })
}

function hasErrors({ userName, password }: FieldErrors): boolean {
  return userName !== undefined || password !== undefined
}

function intro({ operator: { name }, account, relink }: LinkPage): Html {
  const on24Account = html`<strong>${account.name}</strong> (client id
    <strong>${account.on24ClientId}</strong>)`
  return relink === null
    ? html`<p>
        ${name === null ? 'This connects' : `${name} asks you to connect`} the ON24 account
        !${on24Account} with your Act-On account, so that the people who register for your webinars
        are added to your marketing lists.
      </p>`
    : html`<p>
        ${name === null ? 'This renews' : `${name} asks you to renew`} the link of the ON24 account
        !${on24Account} with the Act-On account
        <strong>${relink}</strong>. Sign in with a user of that account: the link cannot be moved to
        another one.
      </p>`
}

/** Gets the focus when the page opens, so that a screen reader starts with it. */
function alert({ failure, fieldErrors }: LinkPage): Html {
  if (failure !== null) {
    return html`<div class="alert" role="alert" tabindex="-1" autofocus>
      <h3>${failure.title}</h3>
      <p>${failure.text}</p>
      <p>${failure.nextStep}</p>
    </div>`
  }
  if (!hasErrors(fieldErrors)) return ''
  return html`<div class="alert" role="alert" tabindex="-1" autofocus>
    <h3>Please check the form</h3>
    <ul>
      !${entry('username', fieldErrors.userName)} !${entry('password', fieldErrors.password)}
    </ul>
  </div>`
}

function entry(field: string, error: string | undefined): Html {
  return error === undefined ? '' : html`<li><a href="#${field}">${error}</a></li>`
}

function form({ userName, submission, failure, fieldErrors }: LinkPage): Html {
  const isRefused = failure?.refusesCredentials === true
  return html`<form method="post">
    <input type="hidden" name="submission" value="${submission}" />
    <div class="field">
      <label for="username">Act-On user name</label>
      <input
        id="username"
        name="username"
        type="text"
        value="${userName}"
        autocomplete="username"
        autocapitalize="none"
        autocorrect="off"
        spellcheck="false"
        maxlength="256"
        required
        !${describedBy('username', ['username-hint'], fieldErrors.userName, isRefused)}
      />
      <p class="hint" id="username-hint">
        Often your e-mail address. The user must be allowed to create lists.
      </p>
      !${fieldError('username', fieldErrors.userName)}
    </div>
    <div class="field">
      <label for="password">Act-On password</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        maxlength="1024"
        required
        !${describedBy('password', [], fieldErrors.password, isRefused)}
      />
      !${fieldError('password', fieldErrors.password)}
    </div>
    <div class="check" hidden>
      <input id="show-password" type="checkbox" aria-controls="password" />
      <label for="show-password">Show password</label>
    </div>
    <button type="submit">Submit</button>
    <p class="busy" role="status"></p>
  </form>`
}

function describedBy(
  field: string,
  hints: readonly string[],
  error: string | undefined,
  isRefused: boolean,
): Html {
  const ids = error === undefined ? hints : [...hints, `${field}-error`]
  const described = ids.length === 0 ? '' : html`aria-describedby="${ids.join(' ')}"`
  return error === undefined && !isRefused ? described : html`!${described} aria-invalid="true"`
}

function fieldError(field: string, error: string | undefined): Html {
  return error === undefined ? '' : html`<p class="field-error" id="${field}-error">${error}</p>`
}

function whatHappens({ account, relink }: LinkPage): Html {
  const firstLine =
    relink === null
      ? 'The first sync starts right away.'
      : 'The sync continues right away and catches up.'
  return html`<h2>What happens next</h2>
    <ul>
      <li>${firstLine} After that, it runs every six hours.</li>
      <li>
        Each webinar gets its own contact list, created when its first registrant is found. All
        lists are in the folder <strong>${account.on24ClientId}</strong> under Marketing Lists.
      </li>
      <li>
        Everyone who registers is added as a contact. Attendees are marked, with their activity.
      </li>
      <li>Your other lists and folders are not touched.</li>
    </ul>`
}

function aboutThePassword(keepsPassword: boolean): Html {
  return keepsPassword
    ? html`<h2>Your password is stored encrypted</h2>
        <p>
          It is only sent to Act-On: now, and later if Act-On ends our access and we have to sign in
          again, so that you do not need to come back. If you change it in Act-On, you may be asked
          for it again.
        </p>`
    : html`<h2>Your password is not stored</h2>
        <p>
          It is sent to Act-On once, now, and then discarded. If Act-On ends our access, the sync to
          Act-On stops until you sign in again with a new link that you will be sent. Nothing is
          lost in the meantime.
        </p>`
}
