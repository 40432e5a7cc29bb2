/** The first sync in a customer's words: what is going on, or what came of it and what happens next. */
import type { FirstSync } from '../first-sync.ts'

export interface SyncWords {
  readonly heading: string
  readonly detail: string
  readonly bar: { readonly done: number; readonly of: number } | 'unknown' | null
  /** False once the run has ended: nothing will change soon. */
  readonly asksAgain: boolean
}

export function describeFirstSync(progress: FirstSync): SyncWords {
  const { webinars, inActOn } = progress
  switch (progress.state) {
    case 'waiting':
      return atWork('Starting', 'It begins in a moment.', 'unknown')
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
      return ended('Done', `${total(inActOn)} ${rejections(progress.rejected)}`)
    case 'paused':
      return ended(
        'Paused',
        'Your contact at ON24 has paused the sync. It goes on as soon as they resume it; nothing is lost meanwhile.',
      )
    case 'waitingForQuota':
      return ended(
        'Waiting for Act-On',
        `Act-On takes no more calls for now. The rest follows by itself, within a day. ${soFar(inActOn)}`,
      )
    case 'needsRelink':
      return ended(
        'Act-On ended our access',
        'Somebody has to sign in once more. We have been told, and your contact at ON24 can send you a new link; nothing is lost meanwhile.',
      )
    case 'failed':
      return ended(
        'Not everything worked yet',
        `The sync tries again by itself, within six hours; there is nothing for you to do. ${soFar(inActOn)}`,
      )
  }
}

function atWork(heading: string, detail: string, bar: SyncWords['bar']): SyncWords {
  return { heading, detail: detail.trim(), bar, asksAgain: true }
}

function ended(heading: string, detail: string): SyncWords {
  return { heading, detail: detail.trim(), bar: null, asksAgain: false }
}

function soFar({ lists, contacts }: FirstSync['inActOn']): string {
  return contacts === 0
    ? ''
    : `So far there are ${count(contacts, 'contact')} in ${count(lists, 'list')} in Act-On.`
}

function total({ lists, contacts }: FirstSync['inActOn']): string {
  return contacts === 0
    ? 'Your webinars have no registrants yet. The first one makes the first list.'
    : `There are ${count(contacts, 'contact')} in ${count(lists, 'list')} in Act-On now.`
}

function allRead(webinars: number): string {
  return webinars === 1 ? 'The webinar is read.' : `All ${String(webinars)} webinars are read.`
}

function rejections(rejected: number): string {
  return rejected === 0
    ? ''
    : `Act-On did not take ${count(rejected, 'further one')}; your contact at ON24 can see why.`
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}
