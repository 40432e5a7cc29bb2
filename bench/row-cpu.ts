/**
 * The CPU time that one contact takes in each step from ON24's answer to the upload, in this process alone: no database,
 * no network, no Temporal. `npm run bench:rows`; PEOPLE (300) of one webinar, ROUNDS (100) of which the fastest counts.
 */
import { randomBytes } from 'node:crypto'
import Table from 'cli-table3'
import { startSandbox } from '../sandbox/sandbox.ts'
import { csvOf } from '../src/act-on/csv.ts'
import { createAccountCipher } from '../src/crypto/account-cipher.ts'
import { contactCells } from '../src/mapping/contact-cells.ts'
import { OWN_COLUMNS, rowFor } from '../src/mapping/column-plan.ts'
import { FIELD_TABLE } from '../src/mapping/field-table.ts'
import { toAttendee, toRegistrant } from '../src/on24/wire/domain-rows.ts'
import { jsonRows } from '../src/on24/wire/json-rows.ts'
import { wireAttendee, wireRegistrant } from '../src/on24/wire/schemas.ts'
import { decideWebinar } from '../src/reading/decide.ts'
import { newWaitingRows } from '../src/store/rows/stored/new-waiting-rows.ts'
import { openRow } from '../src/store/rows/stored/row-content.ts'

const PEOPLE = Number(process.env['PEOPLE'] ?? 300)
const ROUNDS = Number(process.env['ROUNDS'] ?? 100)
const STEPS = [
  'JSON of the answers → rows',
  'rows → checked rows (zod)',
  'checked rows → people (stamps)',
  'people → decisions (cells, hashes)',
  'of that: cells, with local times',
  'decisions → sealed rows',
  'sealed rows → cells',
  'cells → CSV',
] as const
/** What a chunk of a response holds at most. */
const CHUNK_BYTES = 64 * 1024
const TIME_ZONE = 'America/New_York'
const HOUR_MS = 3_600_000

type Step = (typeof STEPS)[number]

/** What ON24 answers, from the sandbox. */
async function answers() {
  const startAt = new Date()
  const webinar = { liveStartAt: new Date(startAt.getTime() - 20 * HOUR_MS), people: PEOPLE }
  const accounts = [{ name: 'One Webinar', webinars: [webinar] }]
  await using parts = new AsyncDisposableStack()
  const sandbox = await startSandbox({ world: { accounts, startAt } })
  parts.defer(() => sandbox.close())
  const [account] = sandbox.world.accounts
  if (account === undefined) throw new Error('The world is empty.')
  const { on24ClientId, accessTokenKey, accessTokenSecret } = account
  const [event] = sandbox.world.truth(on24ClientId)
  const read = async (people: string) => {
    const answer = await fetch(
      `${sandbox.on24.url}/v2/client/${on24ClientId}/event/${String(event?.eventId)}/${people}?userstatus=any&excludeanonymous=Y`,
      { headers: { accesstokenkey: accessTokenKey, accesstokensecret: accessTokenSecret } },
    )
    if (answer.status !== 200) throw new Error(`The sandbox answered ${String(answer.status)}.`)
    return Buffer.from(await answer.arrayBuffer())
  }
  return { registrants: await read('registrant'), attendees: await read('attendee') }
}

async function* chunksOf(body: Buffer) {
  for (let at = 0; at < body.length; at += CHUNK_BYTES) {
    yield await Promise.resolve(body.subarray(at, at + CHUNK_BYTES))
  }
}

async function rowsOf(body: Buffer, key: string): Promise<unknown[]> {
  const rows: unknown[] = []
  const keys = { rows: key, envelope: ['eventid'] }
  for await (const row of jsonRows('bench', chunksOf(body), keys)) rows.push(row)
  return rows
}

/** Milliseconds of CPU time, with all threads of this process: collecting garbage is one of them. */
class Stopwatch {
  readonly least = new Map<Step, number>()

  async time<Result>(step: Step, work: () => Result | Promise<Result>): Promise<Result> {
    const before = process.cpuUsage()
    const result = await work()
    const { user, system } = process.cpuUsage(before)
    this.least.set(step, Math.min(this.least.get(step) ?? Infinity, (user + system) / 1000))
    return result
  }
}

type Bodies = Awaited<ReturnType<typeof answers>>

/** Returns the number of contacts in the upload. */
async function oneRound(bodies: Bodies, watch: Stopwatch): Promise<number> {
  const cipher = createAccountCipher('22950', randomBytes(32))
  const rows = await watch.time(STEPS[0], async () => ({
    registrants: await rowsOf(bodies.registrants, 'registrants'),
    attendees: await rowsOf(bodies.attendees, 'attendees'),
  }))
  const checked = await watch.time(STEPS[1], () => ({
    registrants: rows.registrants.map((row) => wireRegistrant.parse(row)),
    attendees: rows.attendees.map((row) => wireAttendee.parse(row)),
  }))
  const people = await watch.time(STEPS[2], () => ({
    registrants: new Map(checked.registrants.map((row) => [row.eventuserid, toRegistrant(row)])),
    attendees: new Map(checked.attendees.map((row) => [row.eventuserid, toAttendee(row)])),
    unreadable: 0,
  }))
  const decisions = await watch.time(STEPS[3], () =>
    decideWebinar(
      people,
      { written: new Map(), rejected: new Map() },
      { hash: (text) => cipher.hash(text), timeZone: TIME_ZONE, cancelledRegistrants: 'keep' },
    ),
  )
  await watch.time(STEPS[4], () => {
    for (const registrant of people.registrants.values()) {
      const attendee = people.attendees.get(registrant.registrantId) ?? null
      contactCells({ registrant, email: 'a@example.com', attendee, attended: true }, TIME_ZONE)
    }
  })
  const now = new Date()
  const read = {
    on24ClientId: '22950',
    eventId: '1',
    runKey: 'run',
    people,
    readStartedAt: now,
    storedAt: now,
    latestActivityAt: null,
    timeZone: TIME_ZONE,
    cancelledRegistrants: 'keep',
  } as const
  const waiting = await watch.time(STEPS[5], () => newWaitingRows(decisions, [], read, cipher))
  const cells = await watch.time(STEPS[6], () =>
    waiting.map(({ eventId, registrantId, sealed }) =>
      rowFor(OWN_COLUMNS, openRow(cipher, { eventId, registrantId, sealed: sealed ?? null }).cells),
    ),
  )
  const headings = FIELD_TABLE.map(({ heading }) => heading)
  await watch.time(STEPS[7], () => csvOf(headings, cells))
  return cells.length
}

const bodies = await answers()
const watch = new Stopwatch()
let contacts = 0
for (let round = 0; round < ROUNDS; round += 1) contacts = await oneRound(bodies, watch)
const microseconds = (step: Step) => ((watch.least.get(step) ?? 0) * 1000) / contacts
const table = new Table({ head: ['step', 'µs a contact'], style: { head: [], border: [] } })
table.push(...STEPS.map((step) => [step, microseconds(step).toFixed(1)]), [
  'together',
  STEPS.filter((step) => !step.startsWith('of that'))
    .reduce((sum, step) => sum + microseconds(step), 0)
    .toFixed(1),
])
const kilobytes = (bodies.registrants.length + bodies.attendees.length) / 1024 / contacts
console.log(
  `${String(contacts)} contacts, ${kilobytes.toFixed(2)} kB of JSON each; CPU time, the least of ${String(ROUNDS)} rounds`,
)
console.log(table.toString())
