import { expect, test } from 'vitest'
import {
  call,
  CANARY,
  messageOf,
  NOW,
  refuse,
  startOn24Stub,
} from '../../support/vendors/on24-stub.ts'

const DAYS = { from: '2026-03-07', to: '2026-03-10' } as const
const IDLE = { totalevents: 0, totalregistrants: 0, totalattendees: 0, pagecount: 0 }

test('events are listed over all accounts of the client, tests and inactive ones too, newest first', async () => {
  const { client, requests, paced } = await startOn24Stub(() => IDLE)
  await client.listEvents({ mode: 'updated', ...DAYS }, call)
  expect(requests[0]?.url.pathname).toBe('/v2/client/22950/event')
  expect(queryOf(requests[0]?.url)).toEqual({
    datefiltermode: 'updated',
    filterorder: 'desc',
    includeinactive: 'Y',
    includesubaccounts: 'Y',
    contenttype: 'all',
    startdate: '2026-03-07',
    enddate: '2026-03-10',
    itemsperpage: '100',
    pageoffset: '0',
  })
  expect(paced).toEqual(['events'])
})

test('people are listed without sub-accounts, each endpoint by its own spelling of that', async () => {
  const { client, requests, paced } = await startOn24Stub(() => IDLE)
  await client.listRegistrantStamps({ by: 'registration', ...DAYS }, call)
  await client.listRegistrantStamps({ by: 'lastActivity', ...DAYS }, call)
  await client.listAttendeeStamps(DAYS, call)
  const people = { userstatus: 'any', excludeanonymous: 'Y' }
  const page = { startdate: DAYS.from, enddate: DAYS.to, itemsperpage: '100', pageoffset: '0' }
  expect(requests.map(({ url }) => [url.pathname, queryOf(url)])).toEqual([
    ['/v2/client/22950/registrant', { ...people, ...page, excludeSubaccounts: 'Y' }],
    [
      '/v2/client/22950/registrant',
      { ...people, ...page, excludeSubaccounts: 'Y', datefiltermode: 'lastActivity' },
    ],
    [
      '/v2/client/22950/attendee',
      { ...people, ...page, excludesubaccounts: 'Y', datefiltermode: 'lastActivity' },
    ],
  ])
  expect(paced).toEqual(['people', 'people', 'people'])
})

test.each([
  ['a page count of 0', { totalregistrants: 0, pagecount: 0, registrants: [] }],
  ['a page count of 1', { totalregistrants: 0, pagecount: 1, registrants: [] }],
  ['the rows left out', { totalregistrants: 0, pagecount: 0 }],
  ['no paging keys', { registrants: [] }],
  [
    'rows of null and numbers as text',
    { totalregistrants: '0', pagecount: '0', registrants: null },
  ],
])('a list takes one call for an idle account that answers with %s', async (_, body) => {
  const { client, requests } = await startOn24Stub(() => body)
  expect(await client.listRegistrantStamps({ by: 'registration', ...DAYS }, call)).toEqual([])
  expect(requests).toHaveLength(1)
})

test('an event is returned with its title, its flags and its times in UTC', async () => {
  const { client } = await startOn24Stub(() => ({
    totalevents: 2,
    pagecount: 1,
    events: [
      {
        eventid: 9922511,
        clientid: 22950,
        description: 'Ünïcode, “quoted”',
        contenttype: 'Webcast',
        isactive: true,
        istestevent: 'Y',
        goodafter: '2017-02-02T03:35:00-08:00',
        livestart: '2017-05-02T03:20:00-07:00',
        lastupdated: 'soon',
        eventanalytics: { totalregistrants: 1 },
      },
      { eventid: '7' },
    ],
  }))
  expect(await client.listEvents({ mode: 'creation', ...DAYS }, call)).toEqual([
    {
      eventId: '9922511',
      on24ClientId: '22950',
      title: 'Ünïcode, “quoted”',
      contentType: 'webcast',
      isTestEvent: true,
      isActive: true,
      goodAfter: '2017-02-02T11:35:00.000Z',
      liveStart: '2017-05-02T10:20:00.000Z',
      liveEnd: null,
      lastUpdated: null,
    },
    {
      eventId: '7',
      on24ClientId: '22950',
      title: null,
      contentType: '',
      isTestEvent: false,
      isActive: true,
      goodAfter: null,
      liveStart: null,
      liveEnd: null,
      lastUpdated: null,
    },
  ])
})

test('rows of sub-accounts are left out of every list', async () => {
  const rows = [
    { eventid: 1, eventuserid: 1, clientid: 22950 },
    { eventid: 2, eventuserid: 2, clientid: '33061' },
    { eventid: 3, eventuserid: 3, clientid: '22950' },
  ]
  const { client } = await startOn24Stub(() => ({
    events: rows,
    registrants: rows,
    attendees: rows,
  }))
  const lists = await Promise.all([
    client.listEvents({ mode: 'updated', ...DAYS }, call),
    client.listRegistrantStamps({ by: 'registration', ...DAYS }, call),
    client.listAttendeeStamps(DAYS, call),
  ])
  expect(lists.map((list) => list.map(({ eventId }) => eventId))).toEqual([
    ['1', '3'],
    ['1', '3'],
    ['1', '3'],
  ])
})

test('a person is returned as ids and the row’s newest time stamp, with any offsets', async () => {
  const { client } = await startOn24Stub(() => ({
    registrants: [
      {
        eventid: 1,
        eventuserid: 5,
        createtimestamp: '2026-03-08T01:59:00-08:00',
        lastactivity: '2026-03-08T03:01:00-07:00',
        email: `${CANARY}@example.com`,
      },
    ],
    attendees: [
      { eventid: 1, eventuserid: '5', lastarchiveactivity: '2026-03-08T03:01:00-08:00' },
      { eventid: '1', eventuserid: 6 },
    ],
  }))
  expect(await client.listRegistrantStamps({ by: 'registration', ...DAYS }, call)).toEqual([
    { eventId: '1', registrantId: '5', activityAt: '2026-03-08T10:01:00.000Z' },
  ])
  expect(await client.listAttendeeStamps(DAYS, call)).toEqual([
    { eventId: '1', registrantId: '5', activityAt: '2026-03-08T11:01:00.000Z' },
    // A row without a time stamp gets the end of the range, but no later than now.
    { eventId: '1', registrantId: '6', activityAt: NOW.toISOString() },
  ])
})

test('all pages are read, and one person of two events is two rows', async () => {
  const { client, requests } = await startOn24Stub((url) => {
    const offset = Number(url.searchParams.get('pageoffset'))
    const registrants = offsetRows(offset, 230)
    return { totalregistrants: 230, pagecount: 3, currentpage: offset, registrants }
  })
  const rows = await client.listRegistrantStamps({ by: 'registration', ...DAYS }, call)
  expect(rows).toHaveLength(230)
  expect(requests.map(({ url }) => url.searchParams.get('pageoffset'))).toEqual([
    '0',
    '1',
    '2',
    '0',
  ])
})

test('a page that no longer exists ends the scan instead of failing the list', async () => {
  const { client } = await startOn24Stub((url, response) => {
    const offset = Number(url.searchParams.get('pageoffset'))
    if (offset === 0) return { totalattendees: 101, pagecount: 2, attendees: offsetRows(0, 101) }
    return refuse(response, 400, 'Invalid pageOffset, range must be between 0 and 0.')
  })
  expect(await client.listAttendeeStamps(DAYS, call)).toHaveLength(100)
})

test('a range over six months is read in pieces, and a row in two pieces is returned once', async () => {
  const { client, requests } = await startOn24Stub(() => ({ events: [{ eventid: 1 }] }))
  const range = { from: '2025-01-01', to: '2026-01-15' } as const
  expect(await client.listEvents({ mode: 'livestart', ...range }, call)).toHaveLength(1)
  expect(
    requests.map(({ url }) => [url.searchParams.get('startdate'), url.searchParams.get('enddate')]),
  ).toEqual([
    ['2025-01-01', '2025-06-29'],
    ['2025-06-30', '2025-12-26'],
    ['2025-12-27', '2026-01-15'],
  ])
})

test('one event is read by its id, with the client that it belongs to', async () => {
  const { client, requests, paced } = await startOn24Stub(() => ({ eventid: 5, clientid: 33061 }))
  expect(await client.readEvent('5', call)).toMatchObject({ eventId: '5', on24ClientId: '33061' })
  expect(requests[0]?.url.pathname).toBe('/v2/client/22950/event/5')
  expect(paced).toEqual(['people'])
})

test.each([
  ['rows that are no list', { registrants: CANARY }],
  ['an object of other keys', { message: CANARY }],
  ['a list instead of an object', [CANARY]],
])('%s is an unexpected answer that quotes no value', async (_, body) => {
  const { client } = await startOn24Stub(() => body)
  const listed = client.listRegistrantStamps({ by: 'registration', ...DAYS }, call)
  await expect(listed).rejects.toMatchObject({ name: 'On24UnexpectedResponse' })
  expect(await messageOf(listed)).not.toContain(CANARY)
})

function offsetRows(offset: number, total: number) {
  const count = Math.min(100, total - offset * 100)
  return Array.from({ length: count }, (_, index) => {
    const row = offset * 100 + index
    return { eventid: row % 2, eventuserid: Math.floor(row / 2) }
  })
}

function queryOf(url: URL | undefined): Record<string, string> {
  return Object.fromEntries(url?.searchParams ?? [])
}
