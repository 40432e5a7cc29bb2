/**
 * A bare script that brings an account's webinars from ON24 to Act-On with the fewest calls: no store, no Temporal, and
 * nothing that happens when a call fails.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent } from 'node:http'
import axios from 'axios'
import { stringify } from 'csv-stringify/sync'
import FormData from 'form-data'
import { FIELD_TABLE } from '../src/mapping/field-table.ts'
import { serveOrders } from './minimal/child.ts'
import { createSpacing, Lanes } from './minimal/lanes.ts'
import { ScriptOrder, type Spent } from './minimal/orders.ts'
import {
  CreatedList,
  EventPage,
  JobStatus,
  People,
  TokenPair,
  Upload,
} from './minimal/vendor-answers.ts'
import { ACTON_APPLICATION } from './act-on-application.ts'
import { cellsOf, type Person } from './minimal/cells.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const LOOK_AGAIN_MS = 1_000

const UPLOAD_FIELDS = {
  uploadspecs: JSON.stringify(
    FIELD_TABLE.map(({ heading, columnType }, columnIndex) => ({
      columnHeading: heading,
      columnIndex,
      columnType,
    })),
  ),
  quotecharacter: 'DOUBLE_QUOTE',
  fieldseparator: 'COMMA',
  headings: 'Y',
}

const httpAgent = new Agent({ keepAlive: true })

serveOrders(ScriptOrder, async (order) => {
  const accessToken = await signIn(order)
  const startedAt = performance.now()
  const cpuBefore = process.cpuUsage()
  await syncAll(order, accessToken)
  const { user, system } = process.cpuUsage(cpuBefore)
  const spent: Spent = {
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: (user + system) / 1e6,
  }
  return spent
})

async function signIn({ actOnUrl, account }: ScriptOrder): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'password',
    username: account.actOn.userName,
    password: account.actOn.password,
    client_id: ACTON_APPLICATION.clientId,
    client_secret: ACTON_APPLICATION.clientSecret,
  })
  const { data } = await axios.post<unknown>(`${actOnUrl}/token`, form)
  return TokenPair.parse(data).access_token
}

async function syncAll(order: ScriptOrder, accessToken: string): Promise<void> {
  const { account, spacing, jobMs } = order
  const lanes = new Lanes(order.callsInFlight)
  const spaces = {
    events: createSpacing(spacing.on24EventsMs),
    people: createSpacing(spacing.on24PeopleMs),
    actOn: createSpacing(spacing.actOnMs),
  }
  const on24 = axios.create({
    baseURL: `${order.on24Url}/v2/client/${account.on24ClientId}`,
    headers: {
      accessTokenKey: account.accessTokenKey,
      accessTokenSecret: account.accessTokenSecret,
    },
    httpAgent,
  })
  const actOn = axios.create({
    baseURL: `${order.actOnUrl}/api/1/list`,
    headers: { authorization: `Bearer ${accessToken}` },
    httpAgent,
  })
  const read = async (kind: 'events' | 'people', path: string, params: object) => {
    await spaces[kind]()
    return lanes.run(async () => (await on24.get<unknown>(path, { params })).data)
  }
  const write = async (method: 'get' | 'post' | 'put', url: string, form?: FormData) => {
    await spaces.actOn()
    return lanes.run(async () => (await actOn.request<unknown>({ method, url, data: form })).data)
  }

  const events: { eventid: string; description: string }[] = []
  const from = new Date(Date.now() - 90 * DAY_MS).toISOString().slice(0, 10)
  for (let pageoffset = 0, pages = 1; pageoffset < pages; pageoffset += 1) {
    const query = { datefiltermode: 'updated', startdate: from, includesubaccounts: 'Y' }
    const page = EventPage.parse(
      await read('events', '/event', { ...query, itemsperpage: 100, pageoffset }),
    )
    events.push(...page.events)
    pages = page.pagecount
  }
  await Promise.all(
    events.map(async ({ eventid, description }) => {
      const filter = { userstatus: 'any', excludeanonymous: 'Y' }
      const people = async (what: string): Promise<Person[]> =>
        People.parse(await read('people', `/event/${eventid}/${what}`, filter))
      const [registrants, attendees] = await Promise.all([people('registrant'), people('attendee')])
      const rows = cellsOf(registrants, attendees)
      if (rows.length === 0) return

      const name = { listname: `${description} (${eventid})`, foldername: account.on24ClientId }
      const { listId } = CreatedList.parse(
        await write('post', '', formOf({ ...name, ...UPLOAD_FIELDS })),
      )
      const mergespecs = [{ mergeMode: 'UPSERT', dstListId: listId, columnMap: [] }]
      const merge = formOf({
        ...UPLOAD_FIELDS,
        mergespecs: JSON.stringify(mergespecs),
        putEmptyValues: 'N',
      })
      merge.append('file', csvOf(rows), { filename: 'contacts.csv', contentType: 'text/csv' })
      const { jobId } = Upload.parse(await write('put', `/${listId}`, merge))

      await sleep(jobMs)
      while (JobStatus.parse(await write('get', `/${jobId}/status`)).status !== 'success') {
        await sleep(LOOK_AGAIN_MS)
      }
    }),
  )
}

function csvOf(rows: readonly (readonly string[])[]): string {
  return stringify([FIELD_TABLE.map(({ heading }) => heading), ...rows], {
    quoted: true,
    quoted_empty: true,
  })
}

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}
