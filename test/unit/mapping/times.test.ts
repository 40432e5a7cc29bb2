import fc from 'fast-check'
import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { anyStamp } from '../../support/fixtures/any-stamps.ts'
import { dateOf, writeDateTime } from '../../../src/mapping/times.ts'

function writeDate(stamp: string, timeZone: string): string | null {
  const written = writeDateTime(stamp, timeZone)
  return written === null ? null : dateOf(written)
}

test('an instant is written as the clocks of the zone show it', () => {
  const stamp = '2026-11-23T07:00:05-08:00'
  expect(writeDateTime(stamp, 'America/Los_Angeles')).toBe('2026-11-23 07:00:05')
  expect(writeDateTime(stamp, 'Europe/Berlin')).toBe('2026-11-23 16:00:05')
  expect(writeDateTime(stamp, 'Asia/Kolkata')).toBe('2026-11-23 20:30:05')
  expect(writeDateTime(stamp, 'UTC')).toBe('2026-11-23 15:00:05')
})

test('the date is the day in the zone, not the day in the stamp', () => {
  const stamp = '2026-12-31T22:30:00-08:00'
  expect(writeDate(stamp, 'America/Los_Angeles')).toBe('2026-12-31')
  expect(writeDate(stamp, 'Asia/Kolkata')).toBe('2027-01-01')
})

test('midnight is the hour 00 of the new day', () => {
  expect(writeDateTime('2026-06-01T00:00:00-07:00', 'America/Los_Angeles')).toBe(
    '2026-06-01 00:00:00',
  )
})

test('the offset of the stamp counts, not the one the zone had then', () => {
  // ON24 writes some timestamps in summer with the offset of winter.
  expect(writeDateTime('2026-05-08T11:00:00-08:00', 'America/Los_Angeles')).toBe(
    '2026-05-08 12:00:00',
  )
})

test('an hour that comes twice is written twice, one that is left out never', () => {
  const losAngeles = (stamp: string) => writeDateTime(stamp, 'America/Los_Angeles')
  expect(losAngeles('2026-11-01T08:30:00Z')).toBe('2026-11-01 01:30:00')
  expect(losAngeles('2026-11-01T09:30:00Z')).toBe('2026-11-01 01:30:00')
  expect(losAngeles('2026-03-08T09:59:59Z')).toBe('2026-03-08 01:59:59')
  expect(losAngeles('2026-03-08T10:00:00Z')).toBe('2026-03-08 03:00:00')
})

test.for(['', '2026-11-23', '2026-11-23T07:00:00', 'yesterday', '2026-13-01T00:00:00Z'])(
  '%j is no instant',
  (stamp) => {
    expect(writeDateTime(stamp, 'UTC')).toBeNull()
    expect(writeDate(stamp, 'UTC')).toBeNull()
  },
)

test('whatever the instant and the zone, the platform writes the same', () => {
  const zones = fc.constantFrom('America/Los_Angeles', 'Europe/Berlin', 'Asia/Kolkata', 'UTC')
  const instants = fc.date({
    min: new Date('2020-01-01T00:00:00Z'),
    max: new Date('2035-01-01T00:00:00Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(instants, zones, (instant, timeZone) => {
      const platform = instant.toLocaleString('sv-SE', { timeZone })
      expect(writeDateTime(instant.toISOString(), timeZone)).toBe(platform)
      expect(writeDate(instant.toISOString(), timeZone)).toBe(platform.slice(0, 10))
    }),
  )
})

test('whatever the stamp and the zone, it is written as Luxon writes it', () => {
  const zones = fc.oneof(
    fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
    fc.constantFrom('UTC', 'utc', 'EST5EDT', 'Etc/GMT+12', '+03:00', 'UTC+3', 'Nowhere/Else', ''),
  )
  fc.assert(
    fc.property(anyStamp, zones, (stamp, timeZone) => {
      const instant = DateTime.fromISO(stamp, { zone: timeZone, locale: 'en-US' })
      const isStamp = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(stamp) && instant.isValid
      const format = (text: string) => (isStamp ? instant.toFormat(text) : null)
      expect(writeDateTime(stamp, timeZone)).toBe(format('yyyy-MM-dd HH:mm:ss'))
      expect(writeDate(stamp, timeZone)).toBe(format('yyyy-MM-dd'))
    }),
    { numRuns: 2_000 },
  )
})
