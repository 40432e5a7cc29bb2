/** The operator's keys. They only wrap data keys: the first key wraps, and all of them can unwrap. */
import type { KeyObject } from 'node:crypto'
import { open, seal } from './sealed-box.ts'

export interface RingKey {
  readonly id: string
  /** 32 bytes. */
  readonly key: KeyObject
}

export interface KeyRing {
  /** The id of the key that wraps. */
  readonly firstId: string
  has(keyId: string): boolean
  /** `context` says whose key it is, and must be the same for unwrapping. */
  wrap(dataKey: Buffer, context: string): string
  /** Throws if the key that wrapped it is no longer in the ring. */
  unwrap(wrapped: string, context: string): Buffer
}

export function createKeyRing(keys: readonly RingKey[]): KeyRing {
  const [first] = keys
  if (first === undefined) throw new Error('ENCRYPTION_KEYS holds no key.')
  const byId = new Map(keys.map((key) => [key.id, key.key]))
  return {
    firstId: first.id,
    has: (keyId) => byId.has(keyId),
    wrap: (dataKey, context) => `${first.id}:${seal(first.key, context, dataKey)}`,
    unwrap(wrapped, context) {
      const id = keyIdOf(wrapped)
      const key = byId.get(id)
      if (key === undefined) {
        throw new Error(`ENCRYPTION_KEYS no longer holds the key "${id}": put it back at the end.`)
      }
      return open(key, context, wrapped.slice(id.length + 1))
    },
  }
}

/** The id of the key that wrapped this data key. */
export function keyIdOf(wrapped: string): string {
  return wrapped.slice(0, Math.max(0, wrapped.indexOf(':')))
}
