/** Progress of a run on standard error: a bar that is redrawn on a terminal, otherwise a line for each change. */
import cliProgress from 'cli-progress'
import type { Run } from '../api/run.ts'
import { webinarsOf } from './tables.ts'
import type { Terminal } from './terminal.ts'
import { countOf, timeOf } from './format.ts'

export interface Progress {
  show(run: Run): void
  say(words: string): void
  end(): void
}

type Screen = Pick<Terminal, 'canRedraw' | 'progress' | 'width' | 'err'>

export function startProgress(terminal: Screen): Progress {
  return terminal.canRedraw ? startBar(terminal) : startLines(terminal)
}

function startBar({ progress, width }: Screen): Progress {
  const bar = new cliProgress.SingleBar({
    stream: progress,
    format: '{bar} {words}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: Math.min(30, Math.floor(width / 4)),
    hideCursor: true,
    // By default the bar would replace our own handling of Ctrl-C.
    gracefulExit: false,
    stopOnComplete: false,
  })
  bar.start(1, 0, { words: 'waiting for the run to begin' })
  return {
    show(run) {
      // A total of 0 would be drawn as a full bar.
      bar.setTotal(Math.max(1, run.webinars.of))
      bar.update(run.webinars.read, { words: progressWords(run) })
    },
    say: (words) => bar.update(0, { words }),
    end: () => bar.stop(),
  }
}

function startLines({ err }: Screen): Progress {
  let last = ''
  const say = (words: string) => {
    if (words !== last) err(words)
    last = words
  }
  return { show: (run) => say(progressWords(run)), say, end: () => undefined }
}

/** One line. Contacts are those found in ON24. */
function progressWords({ trigger, webinars, delivery, ledger, backfill }: Run): string {
  if (webinars.of === 0) return 'looking for webinars'
  const expectedEndAt = backfill?.expectedEndAt ?? null
  return [
    `${webinarsOf(webinars)} webinars${trigger === 'compare' ? ' compared' : ''}`,
    ...(delivery === null ? [] : [`${countOf(delivery.done)} delivered`]),
    `${countOf(ledger.read)} contacts`,
    ...(expectedEndAt === null ? [] : [`expected to end ${timeOf(expectedEndAt)} UTC`]),
  ].join(', ')
}
