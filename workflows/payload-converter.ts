/**
 * A payload converter that never throws when it reads. A payload that cannot be decoded (a wrong encoding
 * chosen in the Temporal UI, broken JSON, no data) would fail every task of its workflow for ever, before
 * any of our code runs. Here it becomes a value that says so, and the handler refuses it like any bad input.
 */
import { defaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common'

export interface UndecodablePayload {
  readonly undecodablePayload: true
}

const UNDECODABLE: UndecodablePayload = { undecodablePayload: true }

export function isUndecodable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'undecodablePayload' in value
}

export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  // The caller's type is a hope: whoever takes a payload from outside checks it.
  fromPayload<T>(payload: Payload): T {
    try {
      return defaultPayloadConverter.fromPayload<T>(payload)
    } catch {
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- see above
      return UNDECODABLE as T
    }
  },
}
