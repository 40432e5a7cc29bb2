/** One read that several webinars share, because it pages through every list of the account. */

export interface ReadOnce<T> {
  /** All callers get the same read. A failed read is not kept: the next call reads again. */
  read(): Promise<T>
  /** The next call reads again. */
  forget(): void
}

export function readOnce<T>(readNow: () => Promise<T>): ReadOnce<T> {
  let known: Promise<T> | null = null
  return {
    async read() {
      const mine = (known ??= readNow())
      try {
        return await mine
      } catch (error) {
        if (known === mine) known = null
        throw error
      }
    },
    forget() {
      known = null
    },
  }
}
