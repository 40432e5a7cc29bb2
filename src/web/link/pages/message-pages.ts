/** The pages that only say something: no link behind this URL, too many requests, a mistake of ours. */
import { html, type Html } from '../../html.ts'
import { heading, layout } from './layout.ts'

/** Unknown, used and expired are one page: whoever guesses tokens learns nothing. */
export function notFoundPage(): Html {
  return message(
    'This link does not work',
    html`<p>
        It may have been used already, it may be more than seven days old, a newer one may have
        replaced it, or it was not copied whole.
      </p>
      <p>
        If you have linked Act-On with it, all is well and there is nothing more to do. Otherwise
        ask your contact at ON24 for a new link.
      </p>`,
  )
}

export function tooManyPage({ tryAgainAt }: { readonly tryAgainAt: Date }): Html {
  return message(
    'Too many tries',
    html`<p>
      To keep guessing out, this page takes only so many requests in a while. Please try again at
      !${clockTime(tryAgainAt)}; your link still works then.
    </p>`,
  )
}

/** For a form that another site sent, or that cannot be read: nothing was done with it. */
export function refusedPage(): Html {
  return message(
    'This form was not accepted',
    html`<p>
      It did not come from our page, or it did not arrive whole. Nothing was done with it. Please
      open the link in your message again, and fill in the form there.
    </p>`,
  )
}

/** @param errorId what operators find the error by in their log. */
export function errorPage({ errorId }: { readonly errorId: string }): Html {
  return message(
    'Something went wrong on our side',
    html`<p>It is not your fault. Please try again in a few minutes, with the same link.</p>
      <p>
        If it happens again, tell your contact at ON24 this number: <strong>${errorId}</strong>
      </p>`,
  )
}

function message(title: string, text: Html): Html {
  return layout({
    title,
    main: html`<section class="card narrow">!${heading(title)} !${text}</section>`,
  })
}

/** In UTC, because the server cannot know the reader's zone; the script turns it into local time. */
function clockTime(at: Date): Html {
  const iso = at.toISOString()
  return html`<time datetime="${iso}">${iso.slice(11, 16)} UTC</time>`
}
