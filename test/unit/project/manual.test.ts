/** The commands, options and API routes in docs/operations.md exist, and its table has every API route. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { routes } from '../../../src/api/routes.ts'
import { atCommandLine } from '../../support/processes/command-line.ts'

const MANUAL = readFileSync('docs/operations.md', 'utf8')

/** The rows of the table of tasks that have a command, each with the API call beside it. */
const tasks = [
  ...MANUAL.matchAll(/^\|[^|]+\|[^|]+\| `([\w-]+ [^`|]+)` \| `([A-Z]+)([^`|]*)`/gm),
].map(([, command = '', method = '', path = '']) => ({
  words: command.replace(/ (<|--).*/, '').split(' '),
  options: [...command.matchAll(/--[\w-]+/g)].map(([option]) => option),
  call: `${method} /api/v1${ofService(path) ? '' : '/accounts'}${inBraces(path)}`,
}))

/** True for paths outside of accounts, which the table writes in full. It omits `/accounts` from all others. */
function ofService(path: string): boolean {
  return /^ \/(orphans|access|fleet|notices)/.test(path)
}

function inBraces(path: string): string {
  const [route = ''] = path.trim().split('?')
  return route
    .replace('<id>', '{id}')
    .replace('<event id>', '{eventId}')
    .replace('<workflow id>/<run id>', '{workflowId}/{runId}')
    .replace('<started at>', '{startedAt}')
    .replace('<range>', '{range}')
}

test('every route of the API stands in the table of tasks', () => {
  const wanted = Object.values(routes).map(({ method, path }) => `${method} /api/v1${path}`)
  expect(new Set(tasks.map(({ call }) => call))).toEqual(new Set(wanted))
})

test.each(tasks)('$words is a command for $call', async ({ words, options, call }) => {
  const { status, out } = await atCommandLine([...words, '--help'])
  expect(status).toBe(0)
  expect(/^API: (.+)$/m.exec(out)?.[1]).toBe(call)
  expect(options.filter((option) => !out.includes(`  ${option} `))).toEqual([])
})

test.each(['README.md', 'docs/architecture.md', 'docs/operations.md'])(
  'every heading that %s links to exists',
  (name) => {
    const text = readFileSync(name, 'utf8')
    const led = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor)
    expect(led.filter((anchor) => !anchorsIn(text).has(anchor))).toEqual([])
  },
)

/** The anchors that GitHub derives from the headings. */
function anchorsIn(markdown: string): Set<string> {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    ),
  )
}
