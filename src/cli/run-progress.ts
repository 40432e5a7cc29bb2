/** How far a run is, on standard error: a bar that is drawn anew on a terminal, else a line when something changed. */
import cliProgress from 'cli-progress'
import type { Run } from '../api/run.ts'
import { webinarsOf } from './tables.ts'
import type { Terminal } from './terminal.ts'
import { countOf, timeOf } from './words.ts'

export interface Progress {
  show(run: Run): void
  say(words: string): void
  end(): void
}

export function startProgress(terminal: Terminal): Progress {
  return terminal.canRedraw ? startBar(terminal) : startLines(terminal)
}

function startBar({ progress, width }: Terminal): Progress {
  const bar = new cliProgress.SingleBar({
    stream: progress,
    format: '{bar} {words}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: Math.min(30, Math.floor(width / 4)),
    hideCursor: true,
    // It would otherwise swallow Ctrl-C's own handling.
    gracefulExit: false,
    stopOnComplete: false,
  })
  bar.start(1, 0, { words: 'waiting for the run to begin' })
  return {
    show(run) {
      // A bar without a whole would be drawn as a full one.
      bar.setTotal(Math.max(1, run.webinars.of))
      bar.update(run.webinars.read, { words: progressWords(run) })
    },
    say: (words) => bar.update(0, { words }),
    end: () => bar.stop(),
  }
}

function startLines({ err }: Terminal): Progress {
  let last = ''
  const say = (words: string) => {
    if (words !== last) err(words)
    last = words
  }
  return { show: (run) => say(progressWords(run)), say, end: () => undefined }
}

/** Of one line. Contacts are those that were found in ON24. */
function progressWords({ webinars, ledger, backfill }: Run): string {
  if (webinars.of === 0) return 'looking for webinars'
  const expectedEndAt = backfill?.expectedEndAt ?? null
  return [
    `${webinarsOf(webinars)} webinars`,
    `${countOf(ledger.read)} contacts`,
    ...(expectedEndAt === null ? [] : [`expected to end ${timeOf(expectedEndAt)} UTC`]),
  ].join(', ')
}
