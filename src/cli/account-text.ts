/** One account or one run as lines of text. */
import type { Account } from '../api/account.ts'
import type { AccountProblem } from '../api/account-problem.ts'
import type { Run } from '../api/run.ts'
import { ledgerWords } from '../contracts/ledger-words.ts'
import { webinarsOf } from './tables.ts'
import type { Terminal } from './terminal.ts'
import { colourOfRun, colourOfState, countOf, outcomeOf, plain, timeOf } from './format.ts'

export function accountText(account: Account, paint: Terminal['paint']): string {
  const { actOnAccount, lastRun } = account
  const lines: (readonly [string, string])[] = [
    ['State', stateOf(account, paint)],
    ['ON24', `client ${account.on24ClientId}, region ${account.region}`],
    ['Act-On', `${actOnWords(actOnAccount)}, region ${account.actOnRegion}`],
    ['Act-On calls', callsWords(account.actOnCallsPerDay)],
    ['Time zone', zoneWords(account)],
    ...ownNotices(account),
    ['Registered', timeOf(account.createdAt)],
    ['Last success', timeOf(account.lastSuccessAt)],
    ['Next run', timeOf(account.nextRunAt)],
    ...(account.nextProbeAt === null ? [] : [['Next probe', probeWords(account)] as const]),
  ]
  return [
    `${paint('bold', plain(account.name))}   times in UTC`,
    ...lines.map(([head, words]) => `  ${head.padEnd(14)}${words}`),
    ...(lastRun === null ? [] : [`  ${'Last run'.padEnd(14)}${runWords(lastRun, paint)}`]),
    ...account.problems.map((problem) => `  ${problemWords(problem, paint)}`),
  ].join('\n')
}

function probeWords({ nextProbeAt }: Account): string {
  return `${timeOf(nextProbeAt)}: asks whether Act-On takes calls again; "sync" probes at once`
}

/** Such as `listRefused since 2026-05-01 06:00, webinar 4781233: …`, then what to do. */
function problemWords(problem: AccountProblem, paint: Terminal['paint']): string {
  const { kind, since, eventId, message, nextStep } = problem
  const where = eventId === null ? '' : `, webinar ${eventId}`
  return `${paint('yellow', kind)} since ${timeOf(since)}${where}: ${plain(message)} ${nextStep}`
}

/** One run, with the ids that name it. */
export function runText(run: Run, paint: Terminal['paint']): string {
  const { workflowId, runId, windowFrom, windowTo, finishedAt, calls } = run
  const from = windowFrom === null ? 'everything' : timeOf(windowFrom)
  const lines: readonly (readonly [string, string])[] = [
    ['Workflow', `${workflowId}, run ${runId}`],
    ['Window', `${from} to ${timeOf(windowTo)}`],
    ['Ended', timeOf(finishedAt)],
    ['Calls', `ON24 ${countOf(calls.on24)}, Act-On ${countOf(calls.actOn)}`],
  ]
  return [
    `${runWords(run, paint)}   times in UTC`,
    ...lines.map(([head, words]) => `  ${head.padEnd(14)}${words}`),
  ].join('\n')
}

/** Such as `sync of 2026-05-01 06:00: complete, 12/12 webinars, 3 created, …`. */
export function runWords(run: Run, paint: Terminal['paint']): string {
  const { trigger, comparison, startedAt, webinars, ledger, dryRun, failure } = run
  const line = [
    `${comparison ?? trigger} of ${timeOf(startedAt)}: ${paint(colourOfRun(run), outcomeOf(run))}`,
    ...(dryRun ? ['dry run: nothing was written'] : []),
    `${webinarsOf(webinars)} webinars`,
    ...ledgerWords(ledger, { dryRun }),
  ].join(', ')
  return failure === null ? line : `${line}. ${plain(failure)}`
}

function stateOf({ state, since, reason }: Account, paint: Terminal['paint']): string {
  const sinceWhen = since === null ? '' : ` since ${timeOf(since)}`
  const why = reason === null ? '' : `: ${plain(reason)}`
  return `${paint(colourOfState(state), state)}${sinceWhen}${why}`
}

function actOnWords(account: Account['actOnAccount']): string {
  return account === null ? 'not linked' : `account ${plain(account.id)} (${plain(account.name)})`
}

function zoneWords({ on24ClientId, timeZone, unknownTimeZone }: Account): string {
  if (unknownTimeZone === null) return timeZone
  const nextStep = `choose one with: accounts change ${on24ClientId} --time-zone <zone>`
  return `${timeZone}, because Act-On's own zone "${plain(unknownTimeZone)}" is unknown: ${nextStep}`
}

/** Where its notices go beside the channels of all accounts; nothing if nowhere. */
function ownNotices({ notifyEmailTo, notifySlackSince }: Account): (readonly [string, string])[] {
  const places = [
    ...(notifyEmailTo ?? []).map(plain),
    ...(notifySlackSince === null
      ? []
      : [`its own Slack webhook, set since ${timeOf(notifySlackSince)}`]),
  ]
  return places.length === 0 ? [] : [['Notices to', places.join(', ')]]
}

function callsWords(calls: Account['actOnCallsPerDay']): string {
  return calls === null ? 'general setting' : `${countOf(calls)} a day`
}
