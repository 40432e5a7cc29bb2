/** Describes the first sync to the customer: what is happening, or the result and what happens next. */
import type { FirstSync } from '../first-sync.ts'
import { type Operator, whoRuns } from './operator-words.ts'

export interface SyncText {
  readonly heading: string
  readonly detail: string
  readonly bar: { readonly done: number; readonly of: number } | 'unknown' | null
  /** False after the run has ended: nothing will change soon. */
  readonly asksAgain: boolean
}

export function describeFirstSync(progress: FirstSync, operator: Operator): SyncText {
  const { webinars, inActOn } = progress
  switch (progress.state) {
    case 'waiting':
      return atWork('Starting', 'It starts in a moment.', 'unknown')
    case 'discovering':
      return atWork('Looking for your webinars in ON24', soFar(inActOn), 'unknown')
    case 'reading':
      return atWork(
        'Reading your webinars',
        `${String(webinars.read)} of ${count(webinars.of, 'webinar')} read. ${soFar(inActOn)}`,
        { done: webinars.finished, of: webinars.of },
      )
    case 'writing':
      return atWork(
        'Writing your contacts to Act-On',
        `${allRead(webinars.of)} ${soFar(inActOn)}`,
        { done: webinars.finished, of: webinars.of },
      )
    case 'done':
      return ended('Done', `${total(inActOn)} ${rejections(progress.rejected, operator)}`)
    case 'paused':
      return ended(
        'Paused',
        `The sync was paused by ${whoRuns(operator)}. It continues when it is resumed. Nothing is lost in the meantime.`,
      )
    case 'waitingForQuota':
      return ended(
        'Waiting for Act-On',
        `Act-On accepts no more calls for now. The rest follows automatically within a day. ${soFar(inActOn)}`,
      )
    case 'needsRelink':
      return ended(
        'Act-On ended our access',
        `Someone has to sign in again: ${whoRuns(operator)} can send you a new link. Nothing is lost in the meantime.`,
      )
    case 'failed':
      return ended(
        'Not everything worked yet',
        `The sync tries again automatically within six hours. You do not need to do anything. ${soFar(inActOn)}`,
      )
  }
}

function atWork(heading: string, detail: string, bar: SyncText['bar']): SyncText {
  return { heading, detail: detail.trim(), bar, asksAgain: true }
}

function ended(heading: string, detail: string): SyncText {
  return { heading, detail: detail.trim(), bar: null, asksAgain: false }
}

function soFar({ lists, contacts }: FirstSync['inActOn']): string {
  return contacts === 0
    ? ''
    : `So far there are ${count(contacts, 'contact')} in ${count(lists, 'list')} in Act-On.`
}

function total({ lists, contacts }: FirstSync['inActOn']): string {
  return contacts === 0
    ? 'Your webinars have no registrants yet. The first registrant creates the first list.'
    : `There are now ${count(contacts, 'contact')} in ${count(lists, 'list')} in Act-On.`
}

function allRead(webinars: number): string {
  return webinars === 1
    ? 'The webinar has been read.'
    : `All ${String(webinars)} webinars have been read.`
}

function rejections(rejected: number, operator: Operator): string {
  return rejected === 0
    ? ''
    : `Act-On did not accept ${count(rejected, 'other contact')}; ${whoRuns(operator)} can see why.`
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}
