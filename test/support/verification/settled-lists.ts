/** An account with many lists that are complete, and whose webinars no run reads any more. */
import type { Random } from '../../../sandbox/random.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import type { TrueList, TrueRow } from '../../../sandbox/act-on/truth.ts'
import type { WorldAccount } from '../../../sandbox/world/accounts.ts'
import type { Finding } from '../../../src/api/verification.ts'

const DAY_MS = 24 * 3_600_000

export interface SettledLists {
  readonly on24ClientId: string
  readonly accountId: string
  readonly timeZone: string
  /** After everything that people did, and long before the last read of each webinar. */
  readonly unseenAt: Date
  /** By event id: the row of a person whom ON24 forgot and whose row a run removed. */
  readonly formerRows: Map<number, TrueRow['cells']>
  lists(): TrueList[]
}

export interface ManyLists {
  readonly lists: number
  /** The fewest and the most people of a list. */
  readonly people: readonly [number, number]
  /** Makes a run at the first moment that is at least so many days later, and waits for its end. */
  readonly run: (daysLater: number) => Promise<void>
}

/** A third of the people have attended; of every fourth list a person was forgotten and removed. */
export async function settleLists(
  sandbox: Sandbox,
  { on24ClientId, actOn }: WorldAccount,
  random: Random,
  { lists, people: [fewest, most], run }: ManyLists,
): Promise<SettledLists> {
  const { world, clock } = sandbox
  const daysAgo = (days: number) => new Date(clock.now().getTime() - days * DAY_MS)
  const [registeredAt, liveStartAt, unseenAt] = [daysAgo(20), daysAgo(10), daysAgo(9)]
  const forgotten = new Set<string>()
  for (let n = 0; n < lists; n += 1) {
    const spec = { title: `Seeded ${String(n)}`, createdAt: daysAgo(30), liveStartAt }
    const ids = world.registerMany(
      world.addWebinar(on24ClientId, spec),
      random.int(fewest, most),
      registeredAt,
    )
    for (const id of ids) {
      if (random.chance(1 / 3)) world.attend(id, { at: liveStartAt, minutes: random.int(1, 50) })
    }
    if (n % 4 === 0) forgotten.add(String(ids[0]))
  }
  await run(0)
  const account = {
    on24ClientId,
    accountId: actOn.accountId,
    timeZone: actOn.timeZone,
    unseenAt,
    formerRows: new Map<number, TrueRow['cells']>(),
    lists: () =>
      sandbox.actOn.lists(actOn.accountId).filter(({ folderName }) => folderName === on24ClientId),
  }
  for (const list of account.lists()) {
    const former = list.rows.find(({ cells }) => forgotten.has(cells['ON24 Registrant ID'] ?? ''))
    if (former !== undefined) account.formerRows.set(eventIdIn(list), former.cells)
  }
  for (const id of forgotten) world.forget(Number(id))
  // ON24 shows no stamp of a forgotten person, so a run that still finds the row takes it for new activity.
  for (const daysLater of [1, 7, 7]) await run(daysLater)
  return account
}

/** A list is named after its webinar's title and event id. */
export function eventIdIn({ name }: TrueList): number {
  return Number(/\((\d+)\)$/.exec(name)?.[1])
}

interface FoundLine extends Pick<Finding, 'eventId' | 'kind' | 'on24RegistrantId'> {
  readonly columns: readonly string[]
}

/** `event id, kind, registrant id, columns` of a finding. */
export function lineOf(found: FoundLine): string {
  const { eventId, kind, on24RegistrantId, columns } = found
  return [eventId, kind, on24RegistrantId ?? 'list', ...columns.toSorted()].join(' ')
}
