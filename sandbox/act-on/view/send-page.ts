import type { Response } from 'express'
import { ACCOUNTS } from './links.ts'
import { page } from './page.ts'

const NOTHING_HERE = {
  title: 'Not found',
  lead: 'It may have been deleted.',
  trail: [ACCOUNTS],
  headings: [],
  rows: [],
}

/** Null: the page is about something that does not exist. */
export function sendPage(response: Response, text: string | null): void {
  response.status(text === null ? 404 : 200).type('html')
  response.send(text ?? page(NOTHING_HERE))
}
