import { defaultPayloadConverter, type Payload } from '@temporalio/common'
import { describe, expect, test } from 'vitest'
import { payloadConverter } from '../../../workflows/payload-converter.ts'
import { UNDECODABLE_PAYLOADS } from '../../support/temporal/undecodable-payloads.ts'

describe('the payload converter', () => {
  test.each(UNDECODABLE_PAYLOADS)('does not throw at a payload with $what', ({ payload }) => {
    expect(() => defaultPayloadConverter.fromPayload(payload)).toThrow()
    expect(payloadConverter.fromPayload(payload)).toEqual({ undecodablePayload: true })
  })

  test.each<[string, unknown]>([
    ['an object', { from: '2026-01-01', to: '2026-02-01', dryRun: true }],
    ['a text', 'é "quoted"'],
    ['null', null],
    ['bytes', new Uint8Array([0, 1, 255])],
    ['undefined', undefined],
  ])('writes and reads %s as the SDK’s own does', (_what, value) => {
    const payload: Payload = payloadConverter.toPayload(value)
    expect(payload).toEqual(defaultPayloadConverter.toPayload(value))
    expect(payloadConverter.fromPayload(payload)).toEqual(value)
  })

  test('still refuses to write a payload that no reader could read', () => {
    expect(() => payloadConverter.toPayload(10n)).toThrow()
  })
})
