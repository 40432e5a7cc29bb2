/**
 * Two calls at once, of which one is worth nothing without the other. If one fails, the other is aborted; the error of
 * the first that failed is thrown once both have ended.
 */
export async function bothOrNeither<First, Second>(
  signal: AbortSignal,
  first: (both: AbortSignal) => Promise<First>,
  second: (both: AbortSignal) => Promise<Second>,
): Promise<readonly [First, Second]> {
  const failed = new AbortController()
  const both = AbortSignal.any([signal, failed.signal])
  const orAbort = async <T>(call: (both: AbortSignal) => Promise<T>): Promise<T> => {
    try {
      return await call(both)
    } catch (error) {
      failed.abort(error)
      throw error
    }
  }
  const [one, other] = await Promise.allSettled([orAbort(first), orAbort(second)])
  if (one.status === 'fulfilled' && other.status === 'fulfilled') return [one.value, other.value]
  throw failed.signal.reason
}
