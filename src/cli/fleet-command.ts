/** The command that shows all accounts together. */
import type { Command } from 'commander'
import type { Fleet } from '../api/fleet.ts'
import { routes } from '../api/routes.ts'
import { SLOT_RESULTS } from '../contracts/fleet.ts'
import { countOf, NONE, plain, timeOf } from './format.ts'
import { describeCommand, type OpenSession, print } from './session.ts'
import type { Terminal } from './terminal.ts'

export function addFleetCommand(program: Command, open: OpenSession): void {
  describeCommand(program.command('fleet'), routes.getFleet, ['fleet', 'fleet --json']).action(
    async () => {
      const session = await open()
      const call = { params: {}, query: {}, body: undefined }
      const { text, value } = await session.api.ask(routes.getFleet, call)
      print(session, text, () => fleetText(value, session.terminal.paint))
    },
  )
}

const NO_RUNS = 'No account had a run of this slot, and none was expected.'

function fleetText(
  { slot, runs, longestWithoutSuccess, pendingRows }: Fleet,
  paint: Terminal['paint'],
): string {
  const results = SLOT_RESULTS.filter((result) => runs[result] > 0)
  const longest = longestWithoutSuccess
  return [
    paint('bold', `Slot of ${timeOf(slot)}   times in UTC`),
    ...(results.length === 0 ? [`  ${NO_RUNS}`] : []),
    ...results.map((result) => `  ${result.padEnd(26)}${countOf(runs[result])}`),
    `  ${'longest without success'.padEnd(26)}${
      longest === null
        ? NONE
        : `${longest.on24ClientId} ${plain(longest.name)}, since ${timeOf(longest.since)}`
    }`,
    `  ${'pending rows'.padEnd(26)}${pendingRows.isMore ? 'more than ' : ''}${countOf(pendingRows.rows)}`,
  ].join('\n')
}
