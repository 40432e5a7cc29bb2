import { expect, test } from 'vitest'
import { readEnvelope } from '../../../src/act-on/envelope.ts'
import {
  accountSchema,
  createdListSchema,
  deletedRecordsSchema,
  downloadPageSchema,
  listPageSchema,
  tokenPairSchema,
  writtenRecordSchema,
} from '../../../src/act-on/schemas.ts'

test('an odd item of a list costs that item, and the others keep their places', () => {
  const result = [{ id: 'l-1', name: 'A\u0000B' }, null, { id: ['x'], name: 7 }, 'odd', { id: 2 }]
  expect(listPageSchema.parse({ result }).result.map(({ id, name }) => [id, name])).toEqual([
    ['l-1', 'AB'],
    ['', null],
    ['', '7'],
    ['', null],
    ['2', null],
  ])
  const data = [['1', { a: 1 }, 'half \ud800'], 'odd', null, [2, ['x'], null]]
  const page = downloadPageSchema.parse({ headers: ['_contact_id_', 7, {}], data })
  expect(page.headers).toEqual(['_contact_id_', '7', ''])
  expect(page.data).toEqual([['1', '', 'half \ufffd'], [], [], ['2', '', '']])
  const failedList = [{ id: 'c1', reason: ['x'] }, 5]
  expect(deletedRecordsSchema.parse({ failedList }).failedList).toEqual([
    { id: 'c1', reason: null },
    { id: '', reason: null },
  ])
  expect(deletedRecordsSchema.parse({ success_count: 1, failedList: 'odd' })).toMatchObject({
    success_count: 1,
    failedList: null,
  })
})

test('an id is taken as it is or not at all, since it is sent back and stored', () => {
  for (const listId of ['', 'l 1', 'l\u0000', 'l\ud800', 'x'.repeat(201), {}, null, true]) {
    expect(createdListSchema.safeParse({ listId }).success, JSON.stringify(listId)).toBe(false)
  }
  expect(createdListSchema.parse({ listId: 'l-0001:1f' })).toEqual({ listId: 'l-0001:1f' })
})

test('the value that confirms a written row must be a text; other values may be odd', () => {
  expect(writtenRecordSchema.safeParse({ status: ['success'] }).success).toBe(false)
  expect(writtenRecordSchema.parse({ status: 'success', id: {}, message: [] })).toMatchObject({
    id: null,
    message: null,
  })
  expect(accountSchema.parse({ account_id: 1, account_name: {}, time_zone: 'US\u0000' })).toEqual({
    account_id: '1',
    account_name: null,
    time_zone: 'US',
  })
})

test.each([0, -5, 'soon', null, {}, 1e300])('a lifetime of %j is taken for an hour', (value) => {
  const pair = { access_token: 'a', refresh_token: 'b', expires_in: value }
  expect(tokenPairSchema.parse(pair)).toMatchObject({ expires_in: 3600 })
})

test('a token that no header can hold is none', () => {
  for (const access_token of ['', 'a\nb', 'a\u0000', 'ä', ['a'], 7]) {
    const pair = { access_token, refresh_token: 'b', expires_in: 3600 }
    expect(tokenPairSchema.safeParse(pair).success, JSON.stringify(access_token)).toBe(false)
  }
})

test('an error code that is not a word is still an error, without a text', () => {
  for (const errorCode of ['\u0000', 'x'.repeat(41), { a: 1 }, [10004], true]) {
    expect(readEnvelope(JSON.stringify({ errorCode })).code).toBe('unknown')
  }
  expect(readEnvelope('{"errorCode":10004,"message":"A\\u0000B"}')).toMatchObject({
    code: '10004',
    words: 'AB',
  })
  expect(readEnvelope('{"errorCode":null}').code).toBeNull()
})
