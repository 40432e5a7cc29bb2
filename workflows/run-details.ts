/** A run's current details in the Temporal UI: its progress, and at its end its outcome and ledger. */
import { setCurrentDetails } from '@temporalio/workflow'
import type { FinishedRun, RunProgress } from '../src/contracts/sync-activities.ts'

export function showProgress({ webinarsToRead, webinarsToDeliver, details }: RunProgress): void {
  setCurrentDetails(
    details ??
      `Reading from ON24: ${webinars(webinarsToRead)} left. ` +
        `Delivering to Act-On: ${webinars(webinarsToDeliver)} waiting.`,
  )
}

/** Shows the ledger: how many contacts were read and carried over, and what became of them. */
export function showEnd({ outcome, failure, problems, ledger }: FinishedRun): void {
  const { read, carriedOver, filtered, ...ends } = ledger
  const rows = [
    ['read', read],
    ['carried over', carriedOver],
    ...Object.entries(ends),
    ...Object.entries(filtered).map(([reason, count]) => [`filtered: ${reason}`, count]),
  ].map(([bucket, count]) => `| ${String(bucket)} | ${String(count)} |`)
  const why = failure === null ? [] : ['', failure]
  const waits =
    problems.length === 0 ? [] : ['', 'What waits in the account:', ...problems.map(asItem)]
  setCurrentDetails(
    [
      `Outcome: **${outcome}**`,
      ...why,
      ...waits,
      '',
      '| contacts | |',
      '| --- | ---: |',
      ...rows,
    ].join('\n'),
  )
}

export function asItem(line: string): string {
  return `- ${line}`
}

function webinars(count: number): string {
  return count === 1 ? '1 webinar' : `${String(count)} webinars`
}
