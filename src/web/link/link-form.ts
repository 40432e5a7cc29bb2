/** What a customer sends: the fields of the form, checked before anything is done with them. */
import { z } from 'zod'
import { isPrintable, line } from '../../api/formats.ts'
import type { FieldErrors } from './pages/link-page.ts'

export interface LinkForm {
  /** Trimmed. */
  readonly userName: string
  /** Exactly as typed. */
  readonly password: string
}

const LONGEST_USER_NAME = 254
const LONGEST_PASSWORD = 1024

const UNPRINTABLE = 'Please type it: it has characters that cannot be seen.'

const Fields = z.object({
  username: line('Please enter your Act-On user name.', UNPRINTABLE)
    .min(1, 'Please enter your Act-On user name.')
    .max(LONGEST_USER_NAME, 'This is too long for an Act-On user name.'),
  password: z
    .string('Please enter your Act-On password.')
    .min(1, 'Please enter your Act-On password.')
    .max(LONGEST_PASSWORD, 'This is too long for an Act-On password.')
    .refine(isPrintable, UNPRINTABLE),
})

export type ReadForm =
  | { readonly form: LinkForm }
  /** `userName` as far as it can be shown again. */
  | { readonly fieldErrors: FieldErrors; readonly userName: string }

/** @param body as express.urlencoded leaves it: undefined when there was no form. */
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
    userName: Typed.parse(body ?? {}).username,
  }
}

const Typed = z.object({
  username: line('').max(LONGEST_USER_NAME).catch(''),
})

const Submission = z.object({ submission: z.string().min(1).max(100) })

/** Which form it was, as made when the page was; null when the field was left out. */
export function submissionOf(body: unknown): string | null {
  return Submission.safeParse(body).data?.submission ?? null
}
