/** The operators' pages that only say something: nothing here, refused, a mistake of ours. */
import { html } from 'ghtml'
import { layout } from './layout.ts'

export interface MessagePage {
  readonly title: string
  /** HTML. */
  readonly text: string
}

export function messagePage({ title, text }: MessagePage): string {
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

export function notRegisteredPage(): string {
  return messagePage({
    title: 'This account is not registered',
    text: html`<p>There is no ON24 client with this id here, or its removal has ended.</p>`,
  })
}

export function notLinkedPage(): string {
  return messagePage({
    title: 'This account is not linked',
    text: html`<p>Nothing can be asked of it before its customer has linked Act-On.</p>`,
  })
}

/** For a place in a list that no page of ours leads to. */
export function staleListPage(): string {
  return messagePage({
    title: 'This page of the list is not there',
    text: html`<p>The link to it was not copied whole, or it is from another version.</p>`,
  })
}

/** For a form that another site sent, or that cannot be read: nothing was done with it. */
export function refusedPage(): string {
  return messagePage({
    title: 'This form was not accepted',
    text: html`<p>
      It did not come from our pages, or it did not arrive whole. Nothing was done with it.
    </p>`,
  })
}

export function temporalAwayPage(): string {
  return messagePage({
    title: 'Temporal does not answer',
    text: html`<p>
      What you asked for may not have reached the account. See how it stands, and ask again in a
      minute.
    </p>`,
  })
}

/** @param errorId what the error is found by in the log. */
export function errorPage(errorId: string): string {
  return messagePage({
    title: 'Something went wrong',
    text: html`<p>The service’s log says more under the error id <strong>${errorId}</strong>.</p>`,
  })
}
