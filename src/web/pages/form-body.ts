/** Parses posted forms. */
import express, { type Request } from 'express'
import { z } from 'zod'

/** Our forms have a few short fields. Anything larger is not ours. */
export const formBody = express.urlencoded({
  extended: false,
  limit: '8kb',
  parameterLimit: 20,
  inflate: false,
})

/** A form with a checkbox for each account of a page. */
export const chosenBody = express.urlencoded({
  extended: false,
  limit: '16kb',
  parameterLimit: 250,
  inflate: false,
})

const Form = z.record(z.string(), z.unknown()).catch({})

/** As sent: undefined, a string or an array of strings. */
export function formField(request: Request, name: string): unknown {
  return Form.parse(request.body)[name]
}
