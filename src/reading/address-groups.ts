/** Groups registrations of one webinar by address: e-mail is the identity in a list, so one registration holds it. */
import type { Attendee, Registrant } from '../contracts/people.ts'
import { judgeEmail } from '../mapping/email.ts'
import { isLive } from './registration-status.ts'
import type { WebinarPeople } from './webinar-people.ts'

/** The registration that is written for an address, with the activity of the one that attended. */
export interface Holder {
  readonly registrant: Registrant
  readonly email: string
  readonly addressHash: string
  readonly attendee: Attendee | null
}

export interface AddressGroups {
  /** By registrant id. */
  readonly holders: ReadonlyMap<string, Holder>
  readonly holderByHash: ReadonlyMap<string, Holder>
  /** By registrant id: active registrations whose address cannot be written. */
  readonly unusable: ReadonlyMap<string, 'noEmail' | 'invalidEmail'>
  /** By registrant id: the hash of an active registration's usable address. Twins share one address and its hash. */
  readonly hashById: ReadonlyMap<string, string>
}

export function groupByAddress(
  people: WebinarPeople,
  hash: (text: string) => string,
): AddressGroups {
  const unusable = new Map<string, 'noEmail' | 'invalidEmail'>()
  const byEmail = new Map<string, Registrant[]>()
  for (const registrant of people.registrants.values()) {
    if (!isLive(registrant)) continue
    const verdict = judgeEmail(registrant.email)
    if (!verdict.usable) unusable.set(registrant.registrantId, verdict.reason)
    else byEmail.set(verdict.email, [...(byEmail.get(verdict.email) ?? []), registrant])
  }

  const holders = new Map<string, Holder>()
  const holderByHash = new Map<string, Holder>()
  const hashById = new Map<string, string>()
  for (const [email, registrants] of byEmail) {
    const newestFirst = registrants.toSorted(byCreationNewestFirst)
    const [registrant] = newestFirst
    if (registrant === undefined) continue
    const attendee = newestFirst
      .map(({ registrantId }) => people.attendees.get(registrantId))
      .find((row) => row !== undefined)
    const addressHash = hash(email)
    const holder = { registrant, email, addressHash, attendee: attendee ?? null }
    holders.set(registrant.registrantId, holder)
    holderByHash.set(addressHash, holder)
    for (const { registrantId } of registrants) hashById.set(registrantId, addressHash)
  }

  return { holders, holderByHash, hashById, unusable }
}

function byCreationNewestFirst(a: Registrant, b: Registrant): number {
  return createdMs(b) - createdMs(a) || Number(b.registrantId) - Number(a.registrantId)
}

/** A registration without a readable stamp counts as the oldest. */
function createdMs(registrant: Registrant): number {
  const ms = Date.parse(registrant.createTimestamp ?? '')
  return Number.isNaN(ms) ? 0 : ms
}
