/** Findings as sorted lines of text, which tests compare. */
import type { Finding } from '../../../src/api/verification.ts'

interface LineOf {
  readonly eventId: string
  readonly kind: string
  readonly columns: readonly string[]
  readonly registrantId: string | null
}

export function lineOf({ eventId, kind, columns, registrantId }: LineOf): string {
  return [eventId, kind, registrantId ?? 'list', ...columns.toSorted()].join(' ')
}

export function lineOfFinding({ on24RegistrantId, ...finding }: Finding): string {
  return lineOf({ ...finding, registrantId: on24RegistrantId })
}

/** One line for each finding that is in only one of both. */
export function unequal(
  what: string,
  is: readonly string[],
  ought: readonly string[],
): string[] {
  const left = [...ought]
  const unexpected = is.filter((line) => {
    const index = left.indexOf(line)
    if (index !== -1) left.splice(index, 1)
    return index === -1
  })
  return [
    ...unexpected.map((line) => `${what}, but ought not to be: ${line}`),
    ...left.map((line) => `not ${what}: ${line}`),
  ]
}
