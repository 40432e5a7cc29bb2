/** Forms as they arrive. */
import express, { type Request } from 'express'
import { z } from 'zod'

/** A few short fields. What is longer is no form of ours. */
export const formBody = express.urlencoded({
  extended: false,
  limit: '8kb',
  parameterLimit: 20,
  inflate: false,
})

const Form = z.record(z.string(), z.unknown()).catch({})

/** As it was sent: missing, a text, or several of them. */
export function formField(request: Request, name: string): unknown {
  return Form.parse(request.body)[name]
}
