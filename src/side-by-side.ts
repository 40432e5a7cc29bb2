const AT_ONCE = 8

/** A few at a time; begins none any more once `signal` has aborted. */
export async function sideBySide<T>(
  all: Iterable<T>,
  signal: AbortSignal,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const waiting = [...all].values()
  const takeOneAfterAnother = async () => {
    for (const one of waiting) {
      if (signal.aborted) return
      await work(one)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, takeOneAfterAnother))
}
