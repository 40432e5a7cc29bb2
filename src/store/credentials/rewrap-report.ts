/** The report for operators after data keys were wrapped anew. Names key ids and accounts, never a key. */
import type { RewrapFailure, RewrapReport } from './rewrap-keys.ts'

const MAX_OWNERS = 20

/** `ringIds`: in the order of the ring. `good`: every old key can be removed. */
export function describeRewrap(
  { rewrapped, unchanged, failures, wrappedBy }: RewrapReport,
  ringIds: readonly string[],
): { readonly lines: readonly string[]; readonly good: boolean } {
  const [first = '', ...older] = ringIds
  const lines = [
    `Wrapped anew with the key "${first}": ${String(rewrapped)}. Already wrapped with it: ${String(unchanged)}.`,
    ...failures.map(failureSentence),
  ]
  let left = 0
  for (const keyId of new Set([...older, ...wrappedBy.keys()])) {
    if (keyId === first) continue
    const keys = wrappedBy.get(keyId) ?? 0
    left += keys
    lines.push(
      keys === 0
        ? `The key "${keyId}" wraps nothing any more: the key "${keyId}" can be removed from ENCRYPTION_KEYS.`
        : `The key "${keyId}" still wraps ${String(keys)}.`,
    )
  }
  if (left > 0 && failures.length === 0) {
    lines.push(
      `A process with another first key has wrapped more keys in the meantime: restart it with "${first}" ` +
        'first, and run this again.',
    )
  }
  return { lines, good: failures.length === 0 && left === 0 }
}

function failureSentence({ keyId, reason, owners }: RewrapFailure): string {
  const more = owners.length - MAX_OWNERS
  const named =
    owners.slice(0, MAX_OWNERS).join(', ') + (more > 0 ? ` and ${String(more)} more` : '')
  return reason === 'missing'
    ? `ENCRYPTION_KEYS does not hold the key "${keyId}", which wraps the data keys of ${named}: put it back at ` +
        'the end, and run this again.'
    : `The key "${keyId}" of ENCRYPTION_KEYS is not the one that wrapped the data keys of ${named}: put the ` +
        'right one in its place, and run this again.'
}
