import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { atCommandLine } from '../../support/processes/command-line.ts'

/** An address without a server: every request ends with exit status 5. */
const NOBODY = { url: 'http://127.0.0.1:1' }
const SECRET = 'Zq7canary-typed-by-mistake'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

describe('wrong use ends with exit status 2 before anything is sent', () => {
  test.each<[string, string[], RegExp]>([
    ['an unknown command', ['acounts'], /unknown command.*accounts/s],
    ['an unknown option', ['runs', '1', '--nix'], /unknown option '--nix'/],
    ['a group without a command', ['accounts'], /Commands:/],
    ['a missing argument', ['pause'], /missing required argument 'id'/],
    ['one argument too many', ['pause', '1', '2'], /too many arguments/],
    ['a missing option', ['backfill', '1', '--from', '2025-01-01'], /--to <day>/],
    ['a choice that there is not', ['runs', '1', '--outcome', 'good'], /complete, rejections/],
    ['a state that there is not', ['accounts', 'list', '--state', 'lost'], /needsRelink/],
    ['an id that is none', ['pause', 'abc'], /^<id> must be the ON24 client id/m],
    ['a limit that is none', ['audit', '1', '--limit', '0'], /^--limit must be a whole number/m],
    ['--all with a limit', ['audit', '1', '--all', '--limit', '5'], /cannot be used with/],
    ['a day that is none', ['backfill', '1', '--from', 'May', '--to', '2025-01-01'], /YYYY-MM-DD/],
    [
      'days in the wrong order',
      ['backfill', '1', '--from', '2025-02-01', '--to', '2025-01-01'],
      /^--from must not be after to/m,
    ],
    [
      'a change of nothing',
      ['accounts', 'change', '1'],
      /^The command must have at least one field to change\.$/m,
    ],
    [
      'a number that is none',
      ['accounts', 'change', '1', '--act-on-calls-per-day', 'x'],
      /^--act-on-calls-per-day must .*, or "general" for the general setting\.$/m,
    ],
    [
      'a webhook that is none',
      ['accounts', 'change', '1', '--notify-slack-url', 'null'],
      /^--notify-slack-url must be the URL .*, or "none"\.$/m,
    ],
    [
      'addresses that are none',
      ['accounts', 'change', '1', '--notify-email-to', 'ada'],
      /^--notify-email-to must be a list .*, or "none"\.$/m,
    ],
    [
      'a registrant id that is none',
      ['explain', '1', '--registrant', 'x', '--event-id', 'y'],
      /^--registrant .*\n--event-id must be/m,
    ],
    ['an event id that is none', ['exclude', '1', 'x'], /^<eventId> must be the ON24 event id/m],
    [
      'an option with a typing error',
      ['runs', '1', '--outcom', 'failed'],
      /Did you mean --outcome\?/,
    ],
    ['a command with a typing error', ['accounts', 'lst'], /Did you mean list\?/],
    ['a zone that is none', ['accounts', 'change', '1', '--time-zone', 'Nowhere'], /IANA/],
    ['a removal that nobody confirms', ['accounts', 'remove', '1'], /--yes/],
    ['a URL that is none', ['runs', '1', '--url', 'localhost'], /The service's URL must look like/],
    ['a URL with a password', ['runs', '1', '--url', 'http://a:b@c'], /without a user name/],
    ['a file that is not there', ['runs', '1', '--token-file', '/nowhere'], /ENOENT/],
    [
      'a registration without a token pair',
      ['accounts', 'register', '--id', '1', '--name', 'A', '--region', 'na'],
      /token pair is missing.*--pair-file/s,
    ],
  ])('%s', async (_what, args, words) => {
    const said = await atCommandLine(args, NOBODY)
    expect(said).toMatchObject({ status: 2, out: '' })
    expect(said.err).toMatch(words)
  })

  test.each([
    [
      'explain',
      ['explain', '1'],
      /^The person is missing\.\n\nThe person is .*:\n {2}--registrant/,
    ],
    [
      'register',
      ['accounts', 'register', '--id', '1', '--name', 'A', '--region', 'na'],
      /^ON24's token pair is missing\.\n\nON24's token pair is .*:\n {2}--pair-file/,
    ],
  ])('%s without its input prints the help line by line', async (_command, args, words) => {
    const said = await atCommandLine(args, NOBODY)
    expect(said).toMatchObject({ status: 2, out: '' })
    expect(said.err).toMatch(words)
  })

  test('an id and a token pair that are none are named as they are given', async () => {
    const args = ['accounts', 'register', '--id', 'x', '--name', 'A', '--region', 'na']
    const said = await atCommandLine([...args, '--pair-file', '-'], { ...NOBODY, input: 'a b\nc' })
    expect(said.status).toBe(2)
    expect(said.err).toMatch(/^--id must be .*\nThe access token key must be the value that ON24/)
  })

  test('no token', async () => {
    const said = await atCommandLine(['runs', '1'], { ...NOBODY, token: null })
    expect(said.status).toBe(2)
    expect(said.err).toMatch(/ON24_ACT_ON_TOKEN.*--token-file/)
  })

  test('a token that cannot be one, which is not shown', async () => {
    const said = await atCommandLine(['runs', '1'], { ...NOBODY, token: `${SECRET} ü` })
    expect(said.status).toBe(2)
    expect(said.err).not.toContain(SECRET)
  })

  test('a secret given as an option that there is not, which is not shown', async () => {
    const said = await atCommandLine(['runs', '1', `--token=${SECRET}`], NOBODY)
    expect(said.status).toBe(2)
    expect(said.err).toContain('--token')
    expect(said.err).not.toContain(SECRET)
  })

  test.each([`${SECRET}`, `${SECRET}\n`, `a\n${SECRET}\nc\n`])(
    'a pair file without exactly two words, which are not shown',
    async (text) => {
      const path = await file('pair', text)
      const said = await atCommandLine(['accounts', 'change', '1', '--pair-file', path], NOBODY)
      expect(said.status).toBe(2)
      expect(said.err).not.toContain(SECRET)
    },
  )
})

test('a service that does not answer ends with exit status 5, and the message names the option for another URL', async () => {
  const path = await file('token', `${SECRET}\n`)
  const args = ['runs', '1', '--token-file', path]
  const said = await atCommandLine(args, { ...NOBODY, token: null })
  expect(said.status).toBe(5)
  expect(said.err).toMatch(/gave no answer \(ECONNREFUSED\)\.\nCheck that the service is up.*--url/)
  expect(said.err).not.toContain(SECRET)
})
