/** Every route of the API is called by a command: the examples in the commands' help are run. */
import { expect, onTestFinished, test } from 'vitest'
import { ROUTE_IDS, type RouteId, routes } from '../../../src/api/routes.ts'
import { startRecordingApi } from '../../support/api/recording-api.ts'
import { atCommandLine, type Sitting } from '../../support/processes/command-line.ts'

/** Routes that no command needs to call. Health, metrics and /openapi.json do not stand in the table of routes at all. */
const WITHOUT_COMMAND: readonly RouteId[] = []

/** What a command reads from standard input, and what is typed where it asks. */
function sittingAt([command]: readonly string[]): Sitting {
  const input = command === 'explain' ? 'canary@example.com' : 'key\nsecret\n'
  return { input, typed: ['key', 'secret'] }
}

/** All commands, as `accounts list`. */
async function commandsBelow(...group: string[]): Promise<string[]> {
  const { out } = await atCommandLine([...group, '--help'])
  const listed = /Commands:\n(.+?)(\n\n|$)/s.exec(out)?.[1] ?? ''
  const names = [...listed.matchAll(/^ {2}([\w-]+) /gm)].map(([, name = '']) => name)
  if (names.length === 0) return [group.join(' ')]
  const inner = names.filter((name) => name !== 'help')
  return (await Promise.all(inner.map((name) => commandsBelow(...group, name)))).flat()
}

async function examplesOf(command: string): Promise<string[][]> {
  const { out } = await atCommandLine([...command.split(' '), '--help'])
  return [...out.matchAll(/^ {2}on24-act-on (.+)$/gm)].map(([, line = '']) => wordsOf(line))
}

/** As a shell splits it, without redirections. */
function wordsOf(line: string): string[] {
  const [command = ''] = line.split(/ [<>] /)
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')
}

function matches(id: RouteId, request: string): boolean {
  const { method, path } = routes[id]
  const pattern = path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')
  return new RegExp(`^${method} ${pattern}$`).test(request)
}

test('the examples of the commands call every route of the API, and only routes of the API', async () => {
  const api = await startRecordingApi()
  onTestFinished(() => api.close())
  const commands = (await commandsBelow()).filter(
    (command) => !/^(profiles|completion)/.test(command),
  )
  for (const command of commands) {
    const before = api.requests.length
    for (const example of await examplesOf(command)) {
      const { status, err } = await atCommandLine(example, {
        url: api.url,
        ...sittingAt(example),
      })
      // 2 would be wrong use. Answered with "not found", a command ends with 3.
      expect({ example, status, err }).toMatchObject({ status: 3 })
    }
    expect(api.requests.length, command).toBeGreaterThan(before)
  }
  const called = ROUTE_IDS.filter((id) => api.requests.some((request) => matches(id, request)))
  expect(called).toEqual(ROUTE_IDS.filter((id) => !WITHOUT_COMMAND.includes(id)))
  const unknown = api.requests.filter((request) => !ROUTE_IDS.some((id) => matches(id, request)))
  expect(unknown).toEqual([])
})
