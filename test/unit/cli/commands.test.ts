import { describe, expect, test } from 'vitest'
import { routes } from '../../../src/api/routes.ts'
import { atCommandLine } from '../../support/processes/command-line.ts'

const GROUPS = ['accounts', 'orphans', 'run']

/** Names of the commands that a help text lists. */
async function commandsIn(...group: string[]): Promise<string[][]> {
  const { out } = await atCommandLine([...group, '--help'])
  const listed = /Commands:\n(.+?)(\n\n|$)/s.exec(out)?.[1] ?? ''
  const names = [...listed.matchAll(/^ {2}(\w+) /gm)].map(([, name = '']) => [...group, name])
  const own = names.filter((name) => name.at(-1) !== 'help')
  const nested = own.map((name) =>
    GROUPS.includes(name.join(' ')) ? commandsIn(...name) : Promise.resolve([name]),
  )
  return (await Promise.all(nested)).flat()
}

describe('commands', () => {
  test('there is one for every route of the API, and none for anything else', async () => {
    const helps = await Promise.all(
      (await commandsIn()).map((name) => atCommandLine([...name, '--help'])),
    )
    const named = helps.map(({ out }) => /^API: (.+)$/m.exec(out)?.[1])
    const wanted = Object.values(routes).map(({ method, path }) => `${method} /api/v1${path}`)
    expect(new Set(named)).toEqual(new Set(wanted))
  })

  test('each explains itself with examples of its own', async () => {
    const names = await commandsIn()
    expect(names.length).toBeGreaterThan(12)
    for (const name of names) {
      const { status, out, err } = await atCommandLine([...name, '--help'])
      expect({ status, err }).toEqual({ status: 0, err: '' })
      expect(out).toContain(`  npm run cli -- ${name.join(' ')}`)
    }
  })

  test('the exit statuses and both variables stand in the help', async () => {
    const { out } = await atCommandLine(['--help'])
    for (const word of ['ON24_ACT_ON_URL', 'ON24_ACT_ON_TOKEN', 'NO_COLOR']) {
      expect(out).toContain(word)
    }
    expect([...out.matchAll(/^ {2}(\d+) {2}/gm)].map(([, status]) => status)).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
      '130',
    ])
  })
})
