/** Operator pages with only a message: not found, refused, internal error. */
import { html, type Html } from '../html.ts'
import { cardPage } from './card-page.ts'

export interface MessagePage {
  readonly title: string
  readonly text: Html
}

export function messagePage({ title, text }: MessagePage): Html {
  return cardPage({
    title,
    operator: null,
    content: html`!${text}
      <p><a href="/">All accounts</a></p>`,
  })
}

/** Says why a request was not carried out. */
export function problemPage({
  title,
  detail,
}: {
  readonly title: string
  readonly detail: string
}) {
  return messagePage({ title, text: html`<p>${detail}</p>` })
}

/** For a form that another site sent, or that cannot be parsed. */
export function refusedPage(): Html {
  return messagePage({
    title: 'This form was not accepted',
    text: html`<p>
      It did not come from our pages, or it arrived incomplete. Nothing was changed.
    </p>`,
  })
}

/** Does not quote the path: a mistyped path may hold an invitation. */
export function nothingHerePage(): Html {
  return problemPage({ title: 'Page not found', detail: 'Check the address for typing errors.' })
}

/** @param errorId identifies the error in the log. */
export function errorPage(errorId: string): Html {
  return messagePage({
    title: 'Something went wrong',
    text: html`<p>
      For details, see the service’s log under the error id <strong>${errorId}</strong>.
    </p>`,
  })
}
