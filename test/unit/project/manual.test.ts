/** What docs/operations.md says of tasks is there: commands, their options, the API's routes. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { routes } from '../../../src/api/routes.ts'
import { atCommandLine } from '../../support/processes/command-line.ts'

const MANUAL = readFileSync('docs/operations.md', 'utf8')

/** Rows of the table of tasks that have a command, and the call of the API that stands beside it. */
const tasks = [...MANUAL.matchAll(/^\|[^|]+\|[^|]+\| `(\w+ [^`|]+)` \| `([A-Z]+)([^`|]*)`/gm)].map(
  ([, command = '', method = '', path = '']) => ({
    words: command.replace(/ (<|--).*/, '').split(' '),
    options: [...command.matchAll(/--[\w-]+/g)].map(([option]) => option),
    call: `${method} /api/v1${ofService(path) ? '' : '/accounts'}${inBraces(path)}`,
  }),
)

/** Paths outside of accounts are written in full. */
function ofService(path: string): boolean {
  return /^ \/(orphans|access)/.test(path)
}

function inBraces(path: string): string {
  const [route = ''] = path.trim().split('?')
  return route.replace('<id>', '{id}').replace('<event id>', '{eventId}')
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

/** As GitHub makes them of headings. */
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
