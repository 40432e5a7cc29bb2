/** Explains a person's contacts in Act-On, one registration after the other, from the journal. */
import type { Explanation, ExplainBody, ExplainedChange } from '../../api/explanation.ts'
import { groupsOfMask } from '../../contracts/journal.ts'
import type { AccountState } from '../../contracts/account-state.ts'
import { concernsExtraRows, type Trouble } from '../../contracts/trouble.ts'
import { troubleWords } from '../../contracts/trouble-words.ts'
import { waitingReason } from '../../contracts/waiting-words.ts'
import { type Change, changeSentence } from '../../explaining/change-words.ts'
import { explainRegistration } from '../../explaining/explain-registration.ts'
import { placeOf } from '../../explaining/known-registration.ts'
import { normalizeEmail } from '../../mapping/email.ts'
import type { Service } from '../../service.ts'
import { findRegistrations, type Person } from '../../store/journal/find-registrations.ts'
import {
  type JournalEntry,
  type RegistrationFacts,
  registrationFacts,
} from '../../store/journal/registration-facts.ts'
import { runAt, type RunOfWebinar } from '../../store/journal/runs-of-webinar.ts'
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
  const { state } = await accountOf(store, on24ClientId)
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
    if (facts !== null) items.push(explain(facts, { on24ClientId, state, troubles, at }))
  }
  return { items, nextCursor: found.nextCursor }
}

interface Surroundings {
  readonly on24ClientId: string
  readonly state: AccountState
  readonly troubles: readonly Trouble[]
  readonly at: Date
}

function explain(facts: RegistrationFacts, around: Surroundings): Explanation {
  const { eventId, registrantId, webinar, written } = facts
  const waiting = waitingChange(facts)
  const ended = facts.entries.map(endedChange)
  const unreadable = around.troubles.find(
    (trouble) => trouble.kind === 'webinarUnreadable' && trouble.eventId === eventId,
  )
  const ofExtraRows = around.troubles.find(
    (trouble) => trouble.eventId === eventId && concernsExtraRows(trouble),
  )
  const known = {
    ...facts,
    on24ClientId: around.on24ClientId,
    waiting,
    ended,
    whyItWaits: whyItWaits(facts, around),
    unreadable: unreadable === undefined ? null : troubleWords(unreadable).message,
    extraRows: ofExtraRows === undefined ? null : troubleWords(ofExtraRows).message,
  }
  const row = placeOf(known)
  const confirmed = row !== 'notInList' && written?.confirmedAt ? written : null
  return {
    eventId,
    title: webinar.title,
    listId: webinar.listId,
    listName: webinar.listName,
    on24RegistrantId: registrantId,
    row,
    status: confirmed === null ? null : confirmed.attended ? 'Attended' : 'Registered',
    confirmedAt: confirmed?.confirmedAt?.toISOString() ?? null,
    explanation: explainRegistration(known, around.at),
    changes: [
      ...(waiting === null ? [] : [viewOf(waiting, runOfWaiting(facts))]),
      ...ended.map((change) => viewOf(change, runAt(facts.runs, new Date(change.endedAt)))),
    ],
    earlierChanges: facts.earlierEntries,
  }
}

function whyItWaits({ waiting }: RegistrationFacts, around: Surroundings): string | null {
  if (waiting === null || waiting.state === 'rejected') return null
  return waitingReason({ ...waiting, state: waiting.state }, around)
}

function waitingChange({ waiting, written }: RegistrationFacts): Change | null {
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
    reason:
      waiting.removalReason ?? (rejection === '' ? (written?.rewriteReason ?? null) : rejection),
  }
}

function endedChange({
  seenAt,
  endedAt,
  changed,
  ...entry
}: JournalEntry): Change & { readonly endedAt: string } {
  return {
    ...entry,
    seenAt: seenAt.toISOString(),
    endedAt: endedAt.toISOString(),
    changed: groupsOfMask(changed),
  }
}

function runOfWaiting({ waiting, runs }: RegistrationFacts): RunOfWebinar | null {
  return runs.find(({ runKey }) => runKey === waiting?.runKey) ?? null
}

function viewOf(change: Change, run: RunOfWebinar | null): ExplainedChange {
  return {
    ...change,
    changed: [...change.changed],
    message: changeSentence(change),
    run: run && { workflowId: run.workflowId, runId: run.runId },
  }
}
