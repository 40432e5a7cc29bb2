/**
 * A payload converter whose decoding never throws. A payload that cannot be decoded (a wrong encoding chosen in the
 * Temporal UI, invalid JSON, no data) would otherwise fail every task of its workflow for ever, before any of our code
 * runs. It is decoded to a marker value, which the handler refuses like any invalid input.
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
  // T is unchecked: handlers of payloads from outside must check the value.
  fromPayload<T>(payload: Payload): T {
    try {
      return defaultPayloadConverter.fromPayload<T>(payload)
    } catch {
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- see above
      return UNDECODABLE as T
    }
  },
}
