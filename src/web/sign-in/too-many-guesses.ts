/** What somebody reads who tried too many operator tokens. */
import type { Response } from 'express'
import { html } from 'ghtml'
import { messagePage } from '../pages/message-page.ts'
import { clockTime } from '../pages/times.ts'

export function tooManyGuesses(response: Response, until: Date): void {
  response.send(tooManyGuessesPage(until))
}

export function tooManyGuessesPage(until: Date): string {
  return messagePage({
    title: 'Too many wrong tokens',
    text: html`<p>
      They came from your network. To keep guessing out, nobody there can sign in before
      !${clockTime(until)}; who is signed in already can go on.
    </p>`,
  })
}
