/** A notice in the words that people read: the same on every channel, which only lays them out. No personal data. */
import { NEXT_STEP_OF_TROUBLE, NOTICE_WORDS } from '../contracts/notice-words.ts'
import type { ReportedTrouble } from '../contracts/notice.ts'
import { isTroubleKind } from '../contracts/trouble.ts'
import { nextStepIn } from '../contracts/trouble-words.ts'
import type { Account } from '../store/accounts/account.ts'
import type { Notice } from '../store/notices.ts'
import type { DueNotice } from './still-due.ts'

export interface MessageText {
  /** The same at the beginning and at the end, so that mail programs show both in one thread. */
  readonly subject: string
  /** Says if it is over. */
  readonly headline: string
  readonly happened: string
  readonly facts: readonly (readonly [label: string, value: string])[]
  readonly nextStep: string
  readonly link: { readonly label: string; readonly url: string }
}

export interface Message {
  /** The same for every attempt, so that a receiver can drop duplicates. */
  readonly id: string
  /** The time of this attempt. */
  readonly sentAt: Date
  readonly text: MessageText
  /** For an end: the id of the message about its beginning. */
  readonly answers: string | null
  /** For programs. Call it once per attempt: the body of a lost link contains a new invitation, which is created then. */
  readonly body: () => Promise<object>
}

export interface MessageLinks {
  /** The account's page, for operators. */
  readonly statusUrl: string
  /** For a lost link: the customer's own page, if an operator has made a link to it. */
  readonly customerPage: string | null
}

export function messageText(
  notice: Notice,
  account: Pick<Account, 'name' | 'on24ClientId'>,
  due: DueNotice,
  { statusUrl, customerPage }: MessageLinks,
): MessageText {
  const { name, on24ClientId } = account
  const trouble = due.what === 'trouble' ? due.trouble : due.ends
  const { is } = NOTICE_WORDS[trouble]
  const common = {
    subject: `${name} (${on24ClientId}) ${is}`,
    link: { label: 'Open the account’s page', url: statusUrl },
  }
  const accountFact = ['Account', `${name} (ON24 client ${on24ClientId})`] as const
  if (due.what === 'recovery') {
    return {
      ...common,
      headline: `Over: ${name} ${is}`,
      happened: notice.reason,
      facts: [accountFact, ['Since', timeOf(due.lastedSince)], ['Until', timeOf(notice.createdAt)]],
      nextStep: 'No action is needed.',
    }
  }
  return {
    ...common,
    headline: `${name} ${is}`,
    ...happenedAndNextStep(notice.reason, trouble),
    facts: [
      accountFact,
      ['Since', timeOf(notice.createdAt)],
      ...(customerPage === null ? [] : [['Customer’s own page', customerPage] as const]),
    ],
  }
}

/** The reason of a webinar's trouble ends with its next step. */
function happenedAndNextStep(
  reason: string,
  trouble: ReportedTrouble,
): Pick<MessageText, 'happened' | 'nextStep'> {
  if (!isTroubleKind(trouble)) return { happened: reason, nextStep: NEXT_STEP_OF_TROUBLE[trouble] }
  const nextStep = nextStepIn(reason, trouble)
  return nextStep === null
    ? { happened: reason, nextStep: 'Look at the problems of the account.' }
    : { happened: reason.slice(0, -nextStep.length).trim(), nextStep }
}

function timeOf(at: Date): string {
  const iso = at.toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}
