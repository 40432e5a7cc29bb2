/** Parses the form of an action, as strictly as the API does. */
import { z } from 'zod'
import { BackfillBody, PauseBody } from '../../../api/operation-bodies.ts'
import type { Operation } from '../../../contracts/operations.ts'
import { storableReason } from '../../../contracts/pause-reason.ts'
import type { ActionFields } from './action-page.ts'
import type { Action } from './actions.ts'

const Fields = z.object({
  reason: z.string().trim().catch(''),
  from: z.string().trim().max(20).catch(''),
  to: z.string().trim().max(20).catch(''),
  dryRun: z.literal('true').optional().catch(undefined),
})

/** The fields, to be shown again. Values that cannot be shown become empty. */
export function readActionFields(body: unknown): ActionFields {
  const { dryRun, ...typed } = Fields.parse(body ?? {})
  return { ...typed, dryRun: dryRun !== undefined }
}

export type ReadOperation =
  | { readonly operation: Operation }
  /** In full sentences. */
  | { readonly mistake: string }

export function operationOf(
  action: Exclude<Action, 'invite'>,
  fields: ActionFields,
): ReadOperation {
  switch (action) {
    case 'resume':
      return { operation: { signal: 'resume' } }
    case 'sync':
      return { operation: { signal: 'syncNow' } }
    case 'pause': {
      const parsed = PauseBody.safeParse(fields.reason === '' ? {} : { reason: fields.reason })
      if (!parsed.success) return { mistake: mistakeIn(parsed.error) }
      return { operation: { signal: 'pause', reason: storableReason(fields.reason) } }
    }
    case 'backfill': {
      const { from, to, dryRun } = fields
      const parsed = BackfillBody.safeParse({ from, to, dryRun })
      if (!parsed.success) return { mistake: mistakeIn(parsed.error) }
      return { operation: { signal: 'backfill', ...parsed.data } }
    }
  }
}

function mistakeIn({ issues }: z.ZodError): string {
  const sentences = issues.map(({ path, message }) => capitalized(`${path.join('.')} ${message}.`))
  return [...new Set(sentences)].join(' ')
}

/** The sentence starts with a field's name, which then equals the form's label. */
function capitalized(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`
}
