/** The page shown after too many wrong operator tokens. */
import type { Response } from 'express'
import { html, type Html } from '../html.ts'
import { messagePage } from '../pages/message-page.ts'
import { clockTime } from '../pages/times.ts'

export function tooManyGuesses(response: Response, until: Date): void {
  response.send(tooManyGuessesPage(until))
}

export function tooManyGuessesPage(until: Date): Html {
  return messagePage({
    title: 'Too many wrong tokens',
    text: html`<p>
      Too many wrong tokens came from your network. Further wrong tokens are refused until
      !${clockTime(until)}; a correct token still works.
    </p>`,
  })
}
