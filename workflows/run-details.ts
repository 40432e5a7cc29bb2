/** A run's current details in the Temporal UI: its progress, at its end its outcome and ledger, and why it began. */
import { type ActivityFailure, setCurrentDetails } from '@temporalio/workflow'
import type { FinishedRun, RunProgress } from '../src/contracts/sync-activities.ts'

/** @param failures of the stages that have ended while another one continues. */
export function showProgress(
  { began, webinarsToRead, webinarsToDeliver, details }: RunProgress,
  failures: readonly ActivityFailure[] = [],
): void {
  show(
    details ??
      `Reading from ON24: ${webinars(webinarsToRead)} left. ` +
        `Delivering to Act-On: ${webinars(webinarsToDeliver)} waiting.`,
    ...failures.map((failure) => `Failed: ${reasonOf(failure)}`),
    began,
  )
}

/** Shows the ledger: how many contacts were read and carried over, and what became of them. */
export function showEnd({ began, outcome, failure, problems, ledger }: FinishedRun): void {
  const { read, carriedOver, filtered, ...ends } = ledger
  const rows = [
    ['read', read],
    ['carried over', carriedOver],
    ...Object.entries(ends),
    ...Object.entries(filtered).map(([reason, count]) => [`filtered: ${reason}`, count]),
  ].map(([bucket, count]) => `| ${String(bucket)} | ${String(count)} |`)
  show(
    `Outcome: **${outcome}**`,
    failure ?? '',
    problems.length === 0 ? '' : ['What waits in the account:', ...problems.map(asItem)].join('\n'),
    ['| contacts | |', '| --- | ---: |', ...rows].join('\n'),
    began,
  )
}

/** Paragraphs of Markdown; empty ones are left out. */
export function show(...paragraphs: readonly (string | undefined)[]): void {
  setCurrentDetails(paragraphs.filter(Boolean).join('\n\n'))
}

export function asItem(line: string): string {
  return `- ${line}`
}

export function reasonOf(failure: ActivityFailure): string {
  return failure.cause?.message ?? failure.message
}

export function webinars(count: number): string {
  return count === 1 ? '1 webinar' : `${String(count)} webinars`
}
