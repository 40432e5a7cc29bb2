/** What happened in a run, and when: a list in the order of time, and a strip of the webinars that it has read. */
import { html, type Html } from '../../html.ts'
import type { Run } from '../../../api/run.ts'
import type { RunTimes, Steps } from '../../../store/runs/run-times.ts'
import { formatCount } from '../numbers.ts'
import { duration, instantToTheSecond } from '../times.ts'
import { OUTCOME_WORDS } from './run-words.ts'

interface Moment {
  readonly id: string
  readonly at: string
  readonly words: string
}

export function timeline(run: Run, times: RunTimes, now: Date): Html {
  const { reads, comparisons } = times
  return html`<section id="timeline" aria-labelledby="timeline-heading">
    <h2 id="timeline-heading">Timeline</h2>
    !${strip('webinar', 'read', reads)} !${strip('list', 'compared', comparisons)}
    <ol class="moments" id="moments">
      !${momentsOf(run, times, now).map(
        ({ id, at, words }) =>
          html`<li id="moment-${id}">
            !${instantToTheSecond(at)}
            <span>${words}</span>
            <span class="detail"
              >${id === 'started' ? '' : `after ${duration(run.startedAt, at)}`}</span
            >
          </li>`,
      )}
    </ol>
  </section>`
}

function momentsOf(run: Run, times: RunTimes, now: Date): Moment[] {
  const { discoveredAt, actOnStoppedAt, reads, comparisons, uploads } = times
  const { startedAt, finishedAt, outcome, webinars } = run
  const moment = (id: string, at: Date | string | null, words: string): Moment[] =>
    at === null ? [] : [{ id, at: typeof at === 'string' ? at : at.toISOString(), words }]
  const middle = [
    ...moment('discovered', discoveredAt, 'ON24 has said what is new'),
    ...moment('first-read', reads?.first ?? null, 'The first webinar begins to be read'),
    ...(reads === null ? [] : moment('last-read', reads.last, latestReadWords(run, reads))),
    ...moment(
      'last-comparison',
      comparisons?.last ?? null,
      `${formatCount(comparisons?.count ?? 0, 'list')} compared`,
    ),
    // Other runs upload to the same lists, also while a dry run counts, and after a run has ended.
    ...(run.dryRun || finishedAt !== null
      ? []
      : moment(
          'uploads',
          uploads?.first ?? null,
          `${formatCount(uploads?.count ?? 0, 'upload')} under way: the oldest begins`,
        )),
    ...moment('act-on-stopped', actOnStoppedAt, 'No more calls to Act-On'),
  ].toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
  const end =
    finishedAt === null
      ? moment(
          'now',
          now,
          `${formatCount(webinars.read, 'webinar')} of ${String(webinars.of)} read so far`,
        )
      : moment('finished', finishedAt, outcome === null ? 'Finished' : OUTCOME_WORDS[outcome])
  return [...moment('started', startedAt, 'Started'), ...middle, ...end]
}

/** A webinar that a later run has read again has the time of that one. */
function latestReadWords({ webinars }: Run, { count }: Steps): string {
  const known = count < webinars.read ? ' whose time is known' : ''
  return `The latest of ${formatCount(count, 'webinar')}${known} begins to be read`
}

const HEIGHT = 24

function strip(noun: string, done: string, steps: Steps | null): Html {
  if (steps === null) return ''
  const { slices, count } = steps
  const most = Math.max(...slices)
  const width = slices.length
  return html`<svg
    class="strip"
    role="img"
    viewBox="0 0 ${width} ${HEIGHT}"
    preserveAspectRatio="none"
    aria-label="${formatCount(count, noun)} ${done}, from the run’s start to its end"
  >
    !${slices.map((here, index) => {
      const height = Math.ceil((here / most) * HEIGHT)
      return html`<rect x="${index}" y="${HEIGHT - height}" width="0.8" height="${height}"></rect>`
    })}
  </svg>`
}
