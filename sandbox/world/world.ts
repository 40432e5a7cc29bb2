/**
 * The made-up world behind both stand-ins: accounts, webinars, people and their history. Everything that will happen is
 * planned from the seed; the clock decides what is visible.
 */
import type { SandboxClock } from '../clock.ts'
import { makeAccount } from './accounts.ts'
import type { WorldAccount } from './accounts.ts'
import { createRandom } from '../random.ts'
import { CANARY } from './canary.ts'
import { eventIdOf, webinarNumberOfEvent, webinarNumberOfPerson } from './ids.ts'
import { createMark } from './mark.ts'
import { truthOf } from './truth.ts'
import type { WebinarTruth } from './truth.ts'
import { createWebinarHistory } from './webinar-history.ts'
import type { WebinarHistory } from './webinar-history.ts'
import { planWebinar } from './webinar-plan.ts'
import type { WebinarSpec } from './webinar-plan.ts'
import { createWorldEditing } from './world-editing.ts'
import type { WorldEditing } from './world-editing.ts'
import { accountSpecs } from './world-options.ts'
import type { WorldOptions } from './world-options.ts'

export interface World extends WorldEditing {
  readonly startAt: Date
  readonly accounts: readonly WorldAccount[]
  /** Throws for an unknown id. */
  account(on24ClientId: string): WorldAccount
  /** Webinars of an account and its sub-accounts, including removed ones and those not created yet. */
  webinarsUnder(on24ClientId: string): readonly WebinarHistory[]
  /** Returns the event id. The webinar is created now unless the spec says otherwise. */
  addWebinar(on24ClientId: string, spec: WebinarSpec): number
  /** Everything as it is now, without caches or hidden people; excludes webinars of sub-accounts. */
  truth(on24ClientId: string): WebinarTruth[]
}

/** Webinar numbers are assigned in blocks, so that adding webinars to one account does not shift another's. */
const WEBINARS_PER_ACCOUNT = 400
/** People of an account are numbered; webinars use overlapping ranges, so that people register again. */
const PEOPLE_PER_ACCOUNT = 1_000_000
const NEW_PEOPLE_PER_WEBINAR = 20

export function createWorld(options: WorldOptions, clock: SandboxClock): World {
  const seed = options.seed ?? 'on24-act-on'
  const startAt = options.startAt ?? clock.now()
  const mark = createMark(options.mark ?? CANARY)
  const specs = accountSpecs(options, seed, startAt.getTime())
  const accounts = specs.map((spec, index) => makeAccount(seed, index, spec, mark))
  const webinarsByAccount = accounts.map((): WebinarHistory[] => [])
  const byWebinarNumber = new Map<number, WebinarHistory>()

  const account = (on24ClientId: string) => {
    const found = accounts.find((one) => one.on24ClientId === on24ClientId)
    if (found === undefined) throw new RangeError(`The world has no account ${on24ClientId}.`)
    return found
  }
  const indexOf = (on24ClientId: string) => accounts.indexOf(account(on24ClientId))
  const webinarsUnder = (on24ClientId: string) => webinarsByAccount[indexOf(on24ClientId)] ?? []

  const addWebinar = (accountIndex: number, spec: WebinarSpec): number => {
    const webinars = webinarsByAccount[accountIndex] ?? []
    const webinarNumber = accountIndex * WEBINARS_PER_ACCOUNT + webinars.length
    const eventId = eventIdOf(webinarNumber)
    const clientId = spec.clientId ?? Number(accounts[accountIndex]?.on24ClientId)
    const planned = planWebinar(spec, {
      seed: `${seed}:${accountIndex}`,
      webinarNumber,
      firstPersonNumber:
        accountIndex * PEOPLE_PER_ACCOUNT + webinars.length * NEW_PEOPLE_PER_WEBINAR,
      worldStartAt: startAt.getTime(),
      mark,
    })
    const history = createWebinarHistory(eventId, clientId, planned)
    webinars.push(history)
    byWebinarNumber.set(webinarNumber, history)
    return eventId
  }
  specs.forEach((spec, index) => spec.webinars?.forEach((webinar) => addWebinar(index, webinar)))

  const webinar = (number: number) => {
    const history = byWebinarNumber.get(number)
    if (history === undefined) throw new RangeError('The world has no such webinar.')
    return history
  }
  return {
    startAt,
    accounts,
    account,
    webinarsUnder,
    addWebinar: (on24ClientId, spec) =>
      addWebinar(indexOf(on24ClientId), { createdAt: clock.now(), ...spec }),
    truth: (on24ClientId) =>
      webinarsUnder(on24ClientId)
        .filter((history) => String(history.clientId) === on24ClientId)
        .flatMap((history) => truthOf(history, clock.now().getTime())),
    ...createWorldEditing({
      clock,
      random: createRandom(`${seed}:manual`),
      mark,
      webinarByEvent: (eventId) => webinar(webinarNumberOfEvent(eventId)),
      webinarByPerson: (eventUserId) => webinar(webinarNumberOfPerson(eventUserId)),
      webinarsUnder,
    }),
  }
}
