import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import {
  call,
  CANARY,
  collect,
  messageOf,
  refuse,
  startOn24Stub,
} from '../../support/vendors/on24-stub.ts'

const REGISTRANT = {
  eventuserid: 150174520,
  eventid: '311512',
  firstname: 'Zoë',
  lastname: 'O’Hara, "Z"',
  email: ' Zoe+A@Example.com ',
  zip: '02139',
  std1: 'not asked for',
  createtimestamp: '2026-03-08T01:59:59-08:00',
  lastactivity: '2026-03-08T03:00:00-07:00',
  userstatus: 'active',
}

test('all people of an event are read with one unpaged call for every status', async () => {
  const { client, requests, paced } = await startOn24Stub(() => ({ eventid: 1, registrants: [] }))
  await collect(client.readRegistrants('311512', call))
  expect(requests.map(({ url }) => url.pathname + url.search)).toEqual([
    '/v2/client/22950/event/311512/registrant?userstatus=any&excludeanonymous=Y',
  ])
  expect(requests[0]?.headers).toMatchObject({
    accept: 'application/json',
    accesstokenkey: `${CANARY}-key`,
    accesstokensecret: `${CANARY}-secret`,
  })
  expect(paced).toEqual(['people'])
})

test('a registrant keeps every value as ON24 spells it, and an absent key stays absent', async () => {
  const { client } = await startOn24Stub(() => ({ totalregistrants: 1, registrants: [REGISTRANT] }))
  expect(await collect(client.readRegistrants('311512', call))).toEqual([
    {
      registrantId: '150174520',
      userStatus: 'active',
      email: ' Zoe+A@Example.com ',
      createTimestamp: '2026-03-08T09:59:59.000Z',
      lastActivity: '2026-03-08T10:00:00.000Z',
      profile: { firstname: 'Zoë', lastname: 'O’Hara, "Z"', zip: '02139' },
    },
  ])
})

test('an attendee has numbers where ON24 sends numbers or numeric texts, and no 0 for absent ones', async () => {
  const { client } = await startOn24Stub(() => ({
    eventid: 311512,
    attendees: [
      { eventuserid: '7', liveminutes: 0, archiveminutes: '12', engagementscore: 8.5 },
      { eventuserid: 8, answeredpolls: null, askedquestions: '' },
    ],
  }))
  const nothing = {
    firstLiveActivity: null,
    lastLiveActivity: null,
    firstArchiveActivity: null,
    lastArchiveActivity: null,
  }
  expect(await collect(client.readAttendees('311512', call))).toEqual([
    {
      registrantId: '7',
      ...nothing,
      activity: { liveminutes: 0, archiveminutes: 12, engagementscore: 8.5 },
    },
    { registrantId: '8', ...nothing, activity: {} },
  ])
})

test.each([
  [{ userstatus: 'deleted' }, 'deleted'],
  [{ userstatus: 'Forgotten' }, 'forgotten'],
  [{ userstatus: 'active', email: '5-deleted' }, 'forgotten'],
  [{ userstatus: 'deleted', email: '5-deleted' }, 'forgotten'],
  [{ userstatus: 'active', email: '6-deleted' }, 'active'],
  [{}, 'active'],
])('a registrant with %j is %s', async (row, userStatus) => {
  const registrants = [{ eventuserid: 5, ...row }]
  const { client } = await startOn24Stub(() => ({ eventid: 1, registrants }))
  expect(await collect(client.readRegistrants('1', call))).toMatchObject([{ userStatus }])
})

test('an event whose answer leaves the empty list out has no people', async () => {
  const { client } = await startOn24Stub(() => ({ eventid: 311512, totalattendees: 0 }))
  expect(await collect(client.readAttendees('311512', call))).toEqual([])
})

test('a total that is larger than the rows does not fail the read', async () => {
  const { client } = await startOn24Stub(() => ({
    totalregistrants: 9,
    registrants: [{ eventuserid: 1 }],
  }))
  expect(await collect(client.readRegistrants('1', call))).toHaveLength(1)
})

test.each([
  ['a JSON body that stops', '{"eventid":1,"registrants":[{"eventuserid":1},', 'TRUNCATED'],
  ['an empty body', '', 'TRUNCATED'],
  ['an HTML page', `<html>${CANARY}</html>`, 'NOT_JSON'],
  ['garbage within the list', '{"registrants":[{"eventuserid":1},oops', 'NOT_JSON'],
])('%s is unavailable, never a short list', async (_, body, code) => {
  const { client } = await startOn24Stub((__, response) => void response.end(body))
  const read = collect(client.readRegistrants('1', call))
  await expect(read).rejects.toMatchObject({ name: 'On24Unavailable', code })
  expect(await messageOf(read)).not.toContain(CANARY)
})

test('a connection cut within the list is unavailable, after the rows before it', async () => {
  const { client } = await startOn24Stub((_, response) => {
    response.write('{"eventid":1,"registrants":[{"eventuserid":1},{"eventuserid":2},', () => {
      response.destroy()
    })
  })
  const given: (string | null)[] = []
  const read = async () => {
    for await (const { registrantId } of client.readRegistrants('1', call)) given.push(registrantId)
  }
  await expect(read()).rejects.toMatchObject({ name: 'On24Unavailable', code: 'ECONNRESET' })
  expect(given).toEqual(['1', '2'])
})

test.each([
  ['no key that we know', { message: CANARY }],
  ['an object for the list', { registrants: { eventuserid: CANARY } }],
  ['a text for the list', { eventid: 1, totalregistrants: 3, registrants: CANARY }],
])('an answer with %s is unexpected, and its error names keys only', async (_, body) => {
  const { client } = await startOn24Stub(() => body)
  const read = collect(client.readRegistrants('1', call))
  await expect(read).rejects.toMatchObject({ name: 'On24UnexpectedResponse' })
  expect(await messageOf(read)).not.toContain(CANARY)
})

test.each([
  ['no id', { email: CANARY }, null],
  ['an id that is no whole number', { eventuserid: CANARY }, null],
  ['an address that is a list', { eventuserid: 2, email: [CANARY] }, '2'],
  ['a status that is an object', { eventuserid: '2', userstatus: { is: CANARY } }, '2'],
])('a row with %s is given as unreadable, among the others', async (_, row, registrantId) => {
  const registrants = [{ eventuserid: 1 }, row, null, { eventuserid: 3 }]
  const { client } = await startOn24Stub(() => ({ eventid: 1, registrants }))
  expect(await collect(client.readRegistrants('1', call))).toEqual([
    expect.objectContaining({ registrantId: '1', userStatus: 'active' }),
    { isUnreadable: true, registrantId },
    { isUnreadable: true, registrantId: null },
    expect.objectContaining({ registrantId: '3', userStatus: 'active' }),
  ])
})

test('a value of a wrong type counts as absent', async () => {
  const registrants = [
    { eventuserid: 1, email: 'a@example.com', city: { name: 'x' }, company: ['A', 'B'], zip: 2139 },
  ]
  const attendees = [
    { eventuserid: 1, liveminutes: [3], answeredpolls: 1e300, firstliveactivity: 5 },
  ]
  const { client } = await startOn24Stub(() => ({ eventid: 1, registrants, attendees }))
  expect(await collect(client.readRegistrants('1', call))).toMatchObject([
    { email: 'a@example.com', profile: { zip: '2139' } },
  ])
  expect(await collect(client.readAttendees('1', call))).toMatchObject([
    { firstLiveActivity: null, activity: {} },
  ])
})

test('broken bytes, raw control characters and lone surrogates lose the value, not the answer', async () => {
  const head = '{"eventid":1,"registrants":[{"eventuserid":1,"email":"a@example.com","company":"'
  const { client } = await startOn24Stub((_, response) => {
    response.write(Buffer.concat([Buffer.from(`${head}Br`), Buffer.from([0xff, 0xc3])]))
    response.end(String.raw`oken","city":"A\u0000B\ud800\n","zip":"1${'\t'}2"}]}`)
  })
  expect(await collect(client.readRegistrants('1', call))).toMatchObject([
    {
      registrantId: '1',
      profile: { company: 'Br\ufffd\ufffdoken', city: 'AB\ufffd\n', zip: '1 2' },
    },
  ])
})

test('an inactive event is told apart before the first row', async () => {
  const { client } = await startOn24Stub((_, response) =>
    refuse(response, 403, 'The event 311512 is inactive.'),
  )
  const read = collect(client.readAttendees('311512', call))
  await expect(read).rejects.toMatchObject({ name: 'On24EventUnavailable', reason: 'inactive' })
})

test('cancelling while rows arrive surfaces the reason of the signal', async () => {
  const controller = new AbortController()
  const reason = new Error('cancelled')
  const { client, calls } = await startOn24Stub((_, response) => {
    response.write('{"eventid":1,"registrants":[{"eventuserid":1},')
  })
  const read = async () => {
    const rows = client.readRegistrants('1', { signal: controller.signal })
    for await (const row of rows) if (row.registrantId === '1') controller.abort(reason)
  }
  await expect(read()).rejects.toBe(reason)
  expect(calls).toMatchObject([{ endpoint: 'eventRegistrants', result: 'CANCELLED' }])
})

test('a reader that stops early ends the call', async () => {
  const { client, calls } = await startOn24Stub((_, response) => {
    response.write('{"eventid":1,"registrants":[{"eventuserid":1},{"eventuserid":2},')
  })
  for await (const row of client.readRegistrants('1', call)) {
    expect(row.registrantId).toBe('1')
    break
  }
  expect(calls).toMatchObject([{ endpoint: 'eventRegistrants', result: 200 }])
})

test('an event is read as a stream, and a slow reader holds the rest back', async () => {
  const row = JSON.stringify({ eventuserid: 1, questions: ['x'.repeat(3_000)] })
  const rowCount = 20_000
  let writtenCount = 0
  const { client } = await startOn24Stub((_, response) => {
    function* body() {
      yield '{"eventid":1,"attendees":[' + row
      for (writtenCount = 1; writtenCount < rowCount; writtenCount += 1) yield `,${row}`
      yield ']}'
    }
    Readable.from(body()).pipe(response)
  })
  let readCount = 0
  for await (const { registrantId } of client.readAttendees('1', call)) {
    if (readCount === 0) await new Promise((resolve) => setTimeout(resolve, 300))
    if (readCount === 1) expect(writtenCount).toBeLessThan(rowCount / 2)
    expect(registrantId).toBe('1')
    readCount += 1
  }
  expect(readCount).toBe(rowCount)
})
