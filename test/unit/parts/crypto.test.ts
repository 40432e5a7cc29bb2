import { createSecretKey, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createAccountCipher } from '../../../src/crypto/account-cipher.ts'
import { createKeyRing, keyIdOf } from '../../../src/crypto/key-ring.ts'
import { open, seal } from '../../../src/crypto/sealed-box.ts'

const ringKey = (id: string) => ({ id, key: createSecretKey(randomBytes(32)) })

test('a sealed text opens in its place', () => {
  const { key } = ringKey('a')
  const text = Buffer.from('jane@example.com 姓')
  expect(open(key, 'here', seal(key, 'here', text))).toEqual(text)
})

test('a sealed text opens in no other place and with no other key', () => {
  const { key } = ringKey('a')
  const sealed = seal(key, 'here', Buffer.from('secret'))
  expect(() => open(key, 'there', sealed)).toThrow()
  expect(() => open(ringKey('b').key, 'here', sealed)).toThrow()
})

test('a sealed text with any byte changed or cut off does not open', () => {
  const { key } = ringKey('a')
  const sealed = Buffer.from(seal(key, 'here', Buffer.from('secret')), 'base64url')
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed)
    changed[index] = (changed[index] ?? 0) ^ 1
    expect(() => open(key, 'here', changed.toString('base64url'))).toThrow()
    expect(() => open(key, 'here', sealed.subarray(0, index).toString('base64url'))).toThrow()
  }
})

test('a tag that was cut short proves nothing, not even for an empty text', () => {
  const { key } = ringKey('a')
  const sealed = Buffer.from(seal(key, 'here', Buffer.from('')), 'base64url')
  for (const tagBytes of [4, 8, 12, 15]) {
    const cut = sealed.subarray(0, 12 + tagBytes).toString('base64url')
    expect(() => open(key, 'here', cut)).toThrow()
  }
})

test('the same text is never sealed the same', () => {
  const { key } = ringKey('a')
  const sealed = Array.from({ length: 50 }, () => seal(key, 'here', Buffer.from('secret')))
  expect(new Set(sealed).size).toBe(50)
})

test('no IV is used twice', () => {
  const { key } = ringKey('a')
  const ivs = Array.from({ length: 2_000 }, () =>
    Buffer.from(seal(key, 'here', Buffer.from('')), 'base64url').toString('hex', 0, 12),
  )
  expect(new Set(ivs).size).toBe(2_000)
})

test('the first key of a ring wraps, every key unwraps, and a key that is gone is named', () => {
  const [older, newer] = [ringKey('2025'), ringKey('2026')]
  const dataKey = randomBytes(32)
  const wrapped = createKeyRing([older]).wrap(dataKey, 'account 1')
  const ring = createKeyRing([newer, older])
  expect(ring.unwrap(wrapped, 'account 1')).toEqual(dataKey)
  expect(ring.wrap(dataKey, 'account 1')).toMatch(/^2026:/)
  expect(() => ring.unwrap(wrapped, 'account 2')).toThrow()
  expect(() => createKeyRing([newer]).unwrap(wrapped, 'account 1')).toThrow(/"2025"/)
  expect(() => createKeyRing([])).toThrow(/ENCRYPTION_KEYS/)
})

test('the order of a ring decides which key wraps, and nothing else', () => {
  const [older, newer] = [ringKey('2025'), ringKey('2026')]
  const dataKey = randomBytes(32)
  const [oldFirst, newFirst] = [createKeyRing([older, newer]), createKeyRing([newer, older])]
  expect([oldFirst.firstId, newFirst.firstId]).toEqual(['2025', '2026'])
  const wrapped = [oldFirst.wrap(dataKey, 'here'), newFirst.wrap(dataKey, 'here')]
  expect(wrapped.map(keyIdOf)).toEqual(['2025', '2026'])
  for (const ring of [oldFirst, newFirst]) {
    expect(wrapped.map((text) => ring.unwrap(text, 'here'))).toEqual([dataKey, dataKey])
  }
})

test('a key that was removed is named in a sentence that says what to do', () => {
  const wrapped = createKeyRing([ringKey('2025')]).wrap(randomBytes(32), 'here')
  const ring = createKeyRing([ringKey('2026')])
  expect([ring.has('2026'), ring.has('2025')]).toEqual([true, false])
  expect(() => ring.unwrap(wrapped, 'here')).toThrow(
    'ENCRYPTION_KEYS no longer holds the key "2025": put it back at the end.',
  )
  expect(keyIdOf('no colon')).toBe('')
})

test("an account's text opens for that account and that field only", () => {
  const dataKey = randomBytes(32)
  const cipher = createAccountCipher('22950', dataKey)
  const sealed = cipher.seal('waiting_row/1/2', 'Jane')
  expect(cipher.open('waiting_row/1/2', sealed)).toBe('Jane')
  expect(() => cipher.open('waiting_row/1/3', sealed)).toThrow()
  expect(() => createAccountCipher('23050', dataKey).open('waiting_row/1/2', sealed)).toThrow()
})

test('a hash is the same for one account, and another for another account or key', () => {
  const dataKey = randomBytes(32)
  const hash = (account: string, key = dataKey) =>
    createAccountCipher(account, key).hash('jane@example.com')
  expect(hash('22950')).toBe(hash('22950'))
  expect(hash('22950')).not.toBe(hash('23050'))
  expect(hash('22950')).not.toBe(hash('22950', randomBytes(32)))
  expect(hash('22950')).not.toContain('jane')
})
