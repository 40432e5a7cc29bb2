/** Explains a person's contacts in Act-On, one registration after the other, from the journal. */
import type { Explanation, ExplainBody, ExplainedChange } from '../../api/explanation.ts'
import { groupsOfMask } from '../../contracts/journal.ts'
import { concernsExtraRows, HOLDS_NOTHING_BACK, type Trouble } from '../../contracts/trouble.ts'
import { troubleWords } from '../../contracts/trouble-words.ts'
import { type Change, changeSentence } from '../../explaining/change-words.ts'
import { explainRegistration, placeOf } from '../../explaining/explain-registration.ts'
import { normalizeEmail } from '../../mapping/email.ts'
import type { Service } from '../../service.ts'
import { isPaused } from '../../store/accounts/account.ts'
import { findRegistrations, type Person } from '../../store/journal/find-registrations.ts'
import {
  type JournalEntry,
  type RegistrationFacts,
  registrationFacts,
} from '../../store/journal/registration-facts.ts'
import type { Page, PageRequest } from '../../store/page-cursor.ts'
import { troublesOfAccount } from '../../store/troubles/troubles.ts'
import { accountOf } from './account-of.ts'

type Parts = Pick<Service, 'store' | 'ciphers' | 'now'>

/** No item if nothing is known of the person. Throws a Problem for an unknown account, and CursorUnknown. */
export async function explainPerson(
  { store, ciphers, now }: Parts,
  on24ClientId: string,
  { eventId, ...body }: ExplainBody,
  page: PageRequest,
): Promise<Page<Explanation>> {
  const account = await accountOf(store, on24ClientId)
  const person: Person =
    body.registrantId === undefined
      ? { addressHash: (await ciphers.of(on24ClientId)).hash(normalizeEmail(body.email ?? '')) }
      : { registrantId: body.registrantId }
  const request = { ...page, ...(eventId !== undefined && { eventId }) }
  const found = await findRegistrations(store, on24ClientId, person, request)
  const troubles = await troublesOfAccount(store, on24ClientId)
  const at = now()
  const items: Explanation[] = []
  for (const key of found.items) {
    const facts = await registrationFacts(store, on24ClientId, key, at)
    if (facts !== null) items.push(explain(facts, { isPaused: isPaused(account), troubles, at }))
  }
  return { items, nextCursor: found.nextCursor }
}

interface Surroundings {
  readonly isPaused: boolean
  readonly troubles: readonly Trouble[]
  readonly at: Date
}

function explain(facts: RegistrationFacts, around: Surroundings): Explanation {
  const { eventId, registrantId, webinar, written } = facts
  const waiting = waitingChange(facts)
  const ended = facts.entries.map(endedChange)
  const troubles = around.troubles.filter(
    (trouble) =>
      (trouble.eventId === null || trouble.eventId === eventId) &&
      !HOLDS_NOTHING_BACK.includes(trouble.kind),
  )
  const ofExtraRows = around.troubles.find(
    (trouble) => trouble.eventId === eventId && concernsExtraRows(trouble),
  )
  const known = {
    ...facts,
    waiting,
    ended,
    isPaused: around.isPaused,
    troubles: troubles.map((trouble) => troubleWords(trouble).message),
    extraRows: ofExtraRows === undefined ? null : troubleWords(ofExtraRows).message,
  }
  const confirmed = written?.confirmedAt ? written : null
  return {
    eventId,
    title: webinar.title,
    listName: webinar.listName,
    on24RegistrantId: registrantId,
    row: placeOf(known),
    status: confirmed === null ? null : confirmed.attended ? 'Attended' : 'Registered',
    confirmedAt: confirmed?.confirmedAt?.toISOString() ?? null,
    explanation: explainRegistration(known, around.at),
    changes: (waiting === null ? ended : [waiting, ...ended]).map(viewOf),
    earlierChanges: facts.earlierEntries,
  }
}

function waitingChange({ waiting }: RegistrationFacts): Change | null {
  if (waiting === null) return null
  const { state, action, rejectedField, rejectedReason } = waiting
  const rejection = [rejectedField, rejectedReason].filter((part) => part !== null).join(': ')
  return {
    seenAt: waiting.firstSeenAt.toISOString(),
    endedAt: null,
    changed: groupsOfMask(waiting.changed),
    attended: waiting.attended,
    decision: action === 'upsert' ? 'write' : action,
    outcome: state,
    reason: waiting.removalReason ?? (rejection === '' ? null : rejection),
  }
}

function endedChange({ seenAt, endedAt, changed, ...entry }: JournalEntry): Change {
  return {
    ...entry,
    seenAt: seenAt.toISOString(),
    endedAt: endedAt.toISOString(),
    changed: groupsOfMask(changed),
  }
}

function viewOf(change: Change): ExplainedChange {
  return { ...change, changed: [...change.changed], message: changeSentence(change) }
}
