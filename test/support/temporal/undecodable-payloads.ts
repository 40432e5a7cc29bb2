/** Payloads that the SDK's own converter cannot read. The Temporal UI or another client can send all of them. */
import type { Payload } from '@temporalio/common'

interface UndecodablePayload {
  readonly what: string
  readonly payload: Payload
}

const bytes = (text: string) => new TextEncoder().encode(text)
const encoding = (name: string) => ({ encoding: bytes(name) })

export const UNDECODABLE_PAYLOADS: readonly UndecodablePayload[] = [
  {
    what: 'encoding json/protobuf',
    payload: {
      metadata: { ...encoding('json/protobuf'), messageType: bytes('a.b.C') },
      data: bytes('{}'),
    },
  },
  {
    what: 'broken JSON',
    payload: { metadata: encoding('json/plain'), data: bytes('{"outcome":') },
  },
  { what: 'no data', payload: { metadata: encoding('json/plain'), data: new Uint8Array() } },
  { what: 'no metadata', payload: { data: bytes('"x"') } },
  {
    what: 'an unknown encoding',
    payload: { metadata: encoding('binary/encrypted'), data: bytes('x') },
  },
]
