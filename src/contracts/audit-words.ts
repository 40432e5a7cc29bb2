/** An entry of the audit trail as a sentence for operators: who did or tried what, and why it was refused. */
import { settingLabels } from './setting-labels.ts'

/** What was done, and what was only tried. `about` is the entry's, in words. */
const WORDS = {
  registered: ['registered the account', 'register the account'],
  changed: ['changed the account', 'change the account'],
  invited: ['invited the customer to link the account', 'invite the customer'],
  opened: ['opened the invitation', 'open the invitation'],
  submitted: ['submitted the form', 'link the account'],
  linked: ['linked the account to Act-On', 'link the account to Act-On'],
  relinked: ['renewed the link to Act-On', 'renew the link to Act-On'],
  timeZone: ['did not know the time zone that Act-On gives', 'use the time zone that Act-On gives'],
  unlinked: ['removed the account', 'remove the account'],
  paused: ['paused the account', 'pause the account'],
  resumed: ['resumed the account', 'resume the account'],
  syncNow: ['requested a sync', 'request a sync'],
  backfill: ['requested a backfill', 'request a backfill'],
  backfillCancelled: ['cancelled a backfill', 'cancel a backfill'],
  verify: ['requested a comparison with ON24', 'request a comparison with ON24'],
  excluded: ['excluded a webinar', 'exclude a webinar'],
  included: ['included a webinar again', 'include a webinar again'],
  heldApplied: ['decided that held removals are made', 'decide about held removals'],
  heldDropped: ['decided that held removals are dropped', 'decide about held removals'],
  retried: ['retried the rejected rows', 'retry the rejected rows'],
  rebuilt: ['requested that a list is written again', 'request that a list is written again'],
  controllerStarted: ['started the controller again', 'start the controller again'],
  scheduleMade: ['made the Schedule again', 'make the Schedule again'],
  scheduleMended: ['mended the Schedule', 'mend the Schedule'],
  orphanRemoved: [
    'removed what Temporal still had of the account',
    'remove what Temporal still has',
  ],
  statusLinkMade: [
    'made the link to the customer’s own page',
    'make the link to the customer’s page',
  ],
  statusLinkWithdrawn: ['withdrew the link to the customer’s own page', 'withdraw that link'],
} as const satisfies Record<string, readonly [string, string]>

export type AuditAction = keyof typeof WORDS

export const AUDIT_ACTIONS = Object.keys(WORDS).filter(isKnown)

/** What was done, such as `paused the account`. */
export function auditActionWords(action: AuditAction): string {
  return WORDS[action][0]
}

/** Results after which the action was done, or is being done, with what follows the sentence. */
const DONE: Readonly<Record<string, string>> = {
  ok: '',
  asked: ' It is being carried out.',
  unchanged: ' Nothing had to change.',
  repeated: ' It was the same form once more.',
  unknown: ' Another one is used until an operator chooses.',
}

export interface AuditFacts {
  readonly actor: string
  readonly action: string
  readonly about: string | null
  readonly result: string
}

/**
 * @param why what happened, or the reason of a refusal, as a sentence; null: the result's word has to do.
 */
export function auditSentence(
  { actor, action, about, result }: AuditFacts,
  why: string | null,
): string {
  const [did, toDo] = isKnown(action) ? WORDS[action] : [action, action]
  const of = about === null ? '' : ` (${action === 'changed' ? settingLabels(about) : about})`
  const follows = DONE[result]
  if (follows !== undefined) return `${whoIs(actor)} ${did}${of}.${follows}`
  return `${whoIs(actor)} tried to ${toDo}${of}. ${why ?? `It was not done: ${result}.`}`
}

function isKnown(action: string): action is AuditAction {
  return Object.hasOwn(WORDS, action)
}

const ACTORS: Readonly<Record<string, string>> = {
  invitation: 'The customer',
  statusLink: 'Somebody on the customer’s own page',
  temporal: 'Somebody in Temporal',
  service: 'The service',
}

function whoIs(actor: string): string {
  return ACTORS[actor] ?? actor.replace(/^operator:/, 'Operator ')
}
