/** What somebody reads who tried too many operator tokens. */
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
      They came from your network. Another wrong one is not looked at before !${clockTime(until)}; a
      right one still signs in.
    </p>`,
  })
}
