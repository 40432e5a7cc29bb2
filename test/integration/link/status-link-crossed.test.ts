/** A link to one customer's page shows nothing of another account, whatever else of other accounts is put into it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeStatusLink } from '../../../src/accounts/status-link.ts'
import {
  type LinkPagesFixture,
  openLinkPagesFixture,
} from '../../support/fixtures/link-pages-fixture.ts'
import { storeRows, storeWebinar } from '../../support/rows/waiting-rows.ts'

const ATTEMPTS = 1_000
const AT_A_TIME = 10
const CUSTOMERS = 8
/** More than a page of the list, so that there are cursors to cross. */
const WEBINARS = 22

let fixture: LinkPagesFixture
beforeAll(async () => {
  fixture = await openLinkPagesFixture()
})
afterAll(() => fixture.close())

interface Customer {
  readonly id: string
  /** In its name and in the title of each of its webinars. */
  readonly mark: string
  readonly token: string
  readonly invitation: string
  readonly cursor: string
  readonly eventId: string
}

async function newCustomer(index: number): Promise<Customer> {
  const { account, path } = await fixture.invited()
  const { on24ClientId: id } = account
  const mark = `Mark${String.fromCharCode(65 + index).repeat(6)}`
  const at = fixture.now()
  const eventIds = Array.from({ length: WEBINARS }, (_, n) => `${String(index + 1)}77${String(n)}`)
  for (const eventId of eventIds) {
    await storeWebinar(fixture.store, { on24ClientId: id, eventId, at })
    await storeRows(fixture.store, { on24ClientId: id, eventId, at }, [{ registrantId: '1' }])
  }
  const { store } = fixture
  await store.updateTable('account').set({ name: mark }).where('on24ClientId', '=', id).execute()
  await store
    .updateTable('webinar')
    .set({ title: `${mark} webinar` })
    .where('on24ClientId', '=', id)
    .execute()
  const { url } = await makeStatusLink(fixture, id, 'operator:test', () => Promise.resolve())
  const { text } = await fixture.visitor().get(new URL(url).pathname)
  expect(text.split(mark).length).toBeGreaterThan(20)
  return {
    ...{ id, mark, eventId: eventIds[0] ?? '' },
    token: url.slice(url.lastIndexOf('/') + 1),
    invitation: path.slice('/link/'.length),
    cursor: /\?webinars=([\w-]+)/.exec(text)?.[1] ?? expect.fail('no second page'),
  }
}

interface Attempt {
  readonly path: string
  readonly isPost?: boolean
  /** Whose data the answer may hold. */
  readonly of: Customer | null
}

/** Ways to mix what belongs to one customer with what belongs to another. */
const CROSSINGS: readonly ((own: Customer, other: Customer, at: number) => Attempt)[] = [
  (own, other) => ({ path: `/status/${own.token}?webinars=${other.cursor}`, of: own }),
  (own, { id, eventId }) => ({
    path: `/status/${own.token}?id=${id}&on24ClientId=${id}&account=${id}&eventId=${eventId}`,
    of: own,
  }),
  (own, other, at) => ({ path: `/status/${spliced(own.token, other.token, at)}`, of: null }),
  (own, other, at) => ({
    path: `/status/${spliced(own.token, other.token, at)}/relink`,
    isPost: true,
    of: null,
  }),
  (own, other) => ({ path: `/status/${own.token}%2F${other.token}`, of: null }),
  (own, other) => ({ path: `/status/${own.token}/${other.token}`, of: null }),
  (own, other) => ({
    path: `/status/${own.token}/relink?token=${other.token}`,
    isPost: true,
    of: own,
  }),
  (own, other) => ({ path: `/status/${other.id}?token=${own.token}`, of: null }),
  (own) => ({ path: `/status/${own.invitation}`, of: null }),
  (own) => ({ path: `/link/${own.token}`, of: null }),
  (own) => ({ path: `/status/${swapCase(own.token)}`, of: null }),
]

/** Cut at `at`, or at the nearest place that gives neither token: they may begin or end with the same characters. */
function spliced(own: string, other: string, at: number): string {
  const places = Array.from(own, (_, index) => index).sort(
    (one, two) => Math.abs(one - at) - Math.abs(two - at),
  )
  const cuts = places.map((place) => own.slice(0, place) + other.slice(place))
  return cuts.find((cut) => cut !== own && cut !== other) ?? expect.fail('The tokens are equal.')
}

function swapCase(text: string): string {
  const lower = text.toLowerCase()
  return lower === text ? text.toUpperCase() : lower
}

test('1000 crossed attempts show nothing of another account', async () => {
  const customers: Customer[] = []
  for (let index = 0; index < CUSTOMERS; index += 1) customers.push(await newCustomer(index))
  const customerAt = (index: number) => customers[index % CUSTOMERS] ?? expect.fail('no customer')

  const statuses = new Map<number, number>()
  const attempt = async (index: number) => {
    const own = customerAt(index)
    const other = customerAt(index + 1 + (Math.floor(index / CUSTOMERS) % (CUSTOMERS - 1)))
    const cross = CROSSINGS[index % CROSSINGS.length] ?? expect.fail('no crossing')
    const { path, isPost = false, of } = cross(own, other, 1 + (index % 41))
    // An address of its own for each attempt, so that the limits answer none of them.
    const visitor = fixture.visitor(`10.1.${String(index >> 8)}.${String(index & 255)}`)
    const answer = await visitor.send(path, { method: isPost ? 'POST' : 'GET' })
    const said = [...answer.headers].flat().join('\n') + answer.text
    const shown = customers.filter(({ mark }) => said.includes(mark))
    expect([path, shown.filter((each) => each !== of)]).toEqual([path, []])
    if (of === null) expect([path, answer.status]).toEqual([path, 404])
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
  }
  for (let index = 0; index < ATTEMPTS; index += AT_A_TIME) {
    await Promise.all(Array.from({ length: AT_A_TIME }, (_, n) => attempt(index + n)))
  }
  // Pages of their own were shown, and some that would have been others' were not.
  expect(statuses.get(200)).toBeGreaterThan(ATTEMPTS / 10)
  expect(statuses.get(404)).toBeGreaterThan(ATTEMPTS / 2)
  expect(statuses.get(429)).toBeUndefined()
})
