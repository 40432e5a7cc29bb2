/** Parses and validates the form that a customer sends. */
import { z } from 'zod'
import { isPrintable, line } from '../../api/formats.ts'
import type { FieldErrors } from './pages/link-page.ts'

export interface LinkForm {
  /** Trimmed. */
  readonly userName: string
  /** Exactly as typed. */
  readonly password: string
}

const MAX_USER_NAME_LENGTH = 254
const MAX_PASSWORD_LENGTH = 1024

const UNPRINTABLE = 'Please type this by hand: it contains invisible characters.'

const Fields = z.object({
  username: line('Please enter your Act-On user name.', UNPRINTABLE)
    .min(1, 'Please enter your Act-On user name.')
    .max(MAX_USER_NAME_LENGTH, 'This is too long for an Act-On user name.'),
  password: z
    .string('Please enter your Act-On password.')
    .min(1, 'Please enter your Act-On password.')
    .max(MAX_PASSWORD_LENGTH, 'This is too long for an Act-On password.')
    .refine(isPrintable, UNPRINTABLE),
})

export type ReadForm =
  | { readonly form: LinkForm }
  /** `userName` to be shown again; empty if it cannot be shown. */
  | { readonly fieldErrors: FieldErrors; readonly userName: string }

/** @param body from express.urlencoded: undefined when there was no form. */
export function readForm(body: unknown): ReadForm {
  const parsed = Fields.safeParse(body ?? {})
  if (parsed.success) {
    return { form: { userName: parsed.data.username, password: parsed.data.password } }
  }
  const { fieldErrors } = z.flattenError(parsed.error)
  const [userName] = fieldErrors.username ?? []
  const [password] = fieldErrors.password ?? []
  return {
    fieldErrors: {
      ...(userName !== undefined && { userName }),
      ...(password !== undefined && { password }),
    },
    userName: ShownAgain.parse(body ?? {}).username,
  }
}

const ShownAgain = z.object({
  username: line('').max(MAX_USER_NAME_LENGTH).catch(''),
})

const Submission = z.object({ submission: z.string().min(1).max(100) })

/** The id that the page gave this form; null when the field is missing. */
export function submissionOf(body: unknown): string | null {
  return Submission.safeParse(body).data?.submission ?? null
}
