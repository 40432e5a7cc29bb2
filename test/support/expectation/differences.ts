/** Compares a folder of the sandbox's Act-On with its expected content. Each difference is one line. */
import type { TrueList } from '../../../sandbox/act-on/truth.ts'
import type { ExpectedAccount } from './expected-account.ts'
import { EXPECTED_HEADINGS } from './expected-cells.ts'
import type { ExpectedList } from './expected-list.ts'

/** `lists` are the contact lists of the Act-On account. The result is empty when the folder is as expected. */
export function differences(
  folderName: string,
  lists: readonly TrueList[],
  expected: ExpectedAccount,
): string[] {
  const ours = lists.filter((list) => list.folderName === folderName)
  const found = new Map(ours.map((list) => [list.name, list]))
  const wanted = expected.lists()
  return [
    ...ours
      .filter((list) => found.get(list.name) !== list)
      .map((list) => `list "${list.name}" stands there twice`),
    ...[...found.keys()]
      .filter((name) => !wanted.has(name))
      .map((name) => `list "${name}" ought not to be there`),
    ...[...wanted].flatMap(([name, list]) => {
      const there = found.get(name)
      return there === undefined
        ? [`list "${name}" is missing`]
        : listDifferences(there, list).map((line) => `list "${name}": ${line}`)
    }),
  ]
}

function* rowsNotWanted(there: TrueList, list: ExpectedList): Generator<string> {
  const seen = new Set<string>()
  for (const { cells } of there.rows) {
    const address = cells['Email Address'] ?? ''
    if (seen.has(address)) yield `${address} stands there twice`
    else if (!list.rows.has(address)) yield `${address} ought not to be there`
    seen.add(address)
  }
}

function listDifferences(there: TrueList, list: ExpectedList): string[] {
  if (there.headings.join('|') !== EXPECTED_HEADINGS.join('|')) {
    return [`its headings are ${there.headings.join(' | ')}`]
  }
  const rowByAddress = new Map(there.rows.map((row) => [row.cells['Email Address'], row.cells]))
  const lines = [...rowsNotWanted(there, list)]
  for (const [address, { cells }] of list.rows) {
    const found = rowByAddress.get(address)
    if (found === undefined) {
      lines.push(`${address} is missing`)
      continue
    }
    for (const heading of EXPECTED_HEADINGS) {
      const [is, ought] = [found[heading], cells[heading]]
      if (is !== ought) {
        lines.push(
          `${address}, ${heading}: is ${JSON.stringify(is)}, ought to be ${JSON.stringify(ought)}`,
        )
      }
    }
  }
  return lines
}
