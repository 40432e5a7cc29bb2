/** The operators' pages that only say something: nothing here, refused, a mistake of ours. */
import { html, type Html } from '../html.ts'
import { layout } from './layout.ts'

export interface MessagePage {
  readonly title: string
  readonly text: Html
}

export function messagePage({ title, text }: MessagePage): Html {
  return layout({
    title,
    operator: null,
    message: null,
    main: html`<section class="card narrow">
      <h1>${title}</h1>
      !${text}
      <p><a href="/">All accounts</a></p>
    </section>`,
  })
}

/** What was asked for is not done, and why. */
export function problemPage({
  title,
  detail,
}: {
  readonly title: string
  readonly detail: string
}) {
  return messagePage({ title, text: html`<p>${detail}</p>` })
}

/** For a form that another site sent, or that cannot be read: nothing was done with it. */
export function refusedPage(): Html {
  return messagePage({
    title: 'This form was not accepted',
    text: html`<p>
      It did not come from our pages, or it did not arrive whole. Nothing was done with it.
    </p>`,
  })
}

/** Does not quote the path: a mistyped one may hold an invitation. */
export function nothingHerePage(): Html {
  return problemPage({ title: 'There is nothing here', detail: 'The address may be mistyped.' })
}

/** @param errorId what the error is found by in the log. */
export function errorPage(errorId: string): Html {
  return messagePage({
    title: 'Something went wrong',
    text: html`<p>The service’s log says more under the error id <strong>${errorId}</strong>.</p>`,
  })
}
