/** Customer pages with only a message: unknown link, too many requests, refused form, internal error. */
import { html, type Html } from '../../html.ts'
import { aboutMinutes, clockTime } from '../../pages/times.ts'
import { heading, layout } from './layout.ts'
import { type Operator, whomToAsk } from './operator-words.ts'

/** The same page for unknown, used and expired links: guessing tokens reveals nothing. */
export function notFoundPage(operator: Operator): Html {
  return message(
    operator,
    'This link is used up, or not valid',
    html`<p>
        <strong>If you have linked Act-On with it</strong>, perhaps in another tab, everything is
        fine: Act-On is linked, and there is nothing more to do. For a day, the browser in which you
        signed in also shows <a href="/link/done">how the first sync goes</a>.
      </p>
      <p>
        Otherwise, it may be more than seven days old, a newer link may have replaced it, or it was
        not copied completely. Please ask ${whomToAsk(operator)} for a new link.
      </p>`,
  )
}

export function tooManyPage(
  operator: Operator,
  { tryAgainAt, waitMs }: { readonly tryAgainAt: Date; readonly waitMs: number },
): Html {
  return message(
    operator,
    'Too many tries',
    html`<p>
      To prevent guessing, this page accepts only a limited number of requests. Please try again in
      ${aboutMinutes(waitMs)}, at !${clockTime(tryAgainAt)}. Your link still works then.
    </p>`,
  )
}

/** For a form that another site sent, or that cannot be parsed. */
export function refusedPage(operator: Operator): Html {
  return message(
    operator,
    'This form was not accepted',
    html`<p>
      It did not come from our page, or it arrived incomplete. Nothing was changed. Please open the
      link that you were sent again, and send the form from there.
    </p>`,
  )
}

/** @param errorId identifies the error in the log. */
export function errorPage(operator: Operator, { errorId }: { readonly errorId: string }): Html {
  return message(
    operator,
    'Something went wrong on our side',
    html`<p>It is not your fault. Please try again in a few minutes with the same link.</p>
      <p>
        If it happens again, tell ${whomToAsk(operator)} this number: <strong>${errorId}</strong>
      </p>`,
  )
}

export function message(operator: Operator, title: string, text: Html): Html {
  return layout({
    operator,
    title,
    main: html`<section class="card narrow">!${heading(title)} !${text}</section>`,
  })
}
