/** A page that is a single card: a form, a question, or a message. */
import { html, type Html } from '../html.ts'
import { layout } from './layout.ts'

export interface CardPage {
  readonly title: string
  /** What stands on the card above its content. Default: the title. */
  readonly heading?: string
  /** The operator who is signed in. */
  readonly operator: string | null
  /** The result of the previous form. */
  readonly message?: string | null
  readonly content: Html
}

export function cardPage({ title, heading = title, operator, message, content }: CardPage): Html {
  return layout({
    title,
    operator,
    ...(message !== undefined && { message }),
    main: html`<section class="card narrow">
      <h1>${heading}</h1>
      !${content}
    </section>`,
  })
}
