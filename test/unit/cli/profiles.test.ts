import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { type RecordingApi, startRecordingApi } from '../../support/api/recording-api.ts'
import { atCommandLine, type Said, type Sitting } from '../../support/processes/command-line.ts'

const TOKEN = 'Zq7canary-token-of-a-profile'
const OTHER_TOKEN = 'Zq7canary-token-of-the-environment'

let folder: string
let file: string
let api: RecordingApi
let other: RecordingApi

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'profiles-'))
  file = join(folder, 'on24-act-on', 'profiles.json')
  api = await startRecordingApi()
  other = await startRecordingApi()
  onTestFinished(async () => {
    await Promise.all([api.close(), other.close(), rm(folder, { recursive: true })])
  })
})

/** Neither URL nor token are in the environment, unless the sitting has them. No output ever shows a token. */
async function cli(args: readonly string[], sitting: Sitting = {}): Promise<Said> {
  const env = { XDG_CONFIG_HOME: folder, ...sitting.env }
  const said = await atCommandLine(args, { token: null, ...sitting, env })
  expect(said.out + said.err).not.toContain('Zq7canary')
  return said
}

const add = (name: string, url: string, token = TOKEN) =>
  cli(['profiles', 'add', name, '--url', url], { input: `${token}\n` })

const authorization = `Bearer ${TOKEN}`

test('the first profile is in use, and gives the URL and the token', async () => {
  expect(await add('production', `${api.url}/`)).toEqual({
    status: 0,
    out: `Profile production for ${api.url} is saved, and in use.`,
    err: '',
  })
  expect((await cli(['runs', '1'])).status).toBe(3)
  expect(api).toMatchObject({
    requests: ['GET /accounts/1/runs'],
    authorizations: [authorization],
  })
})

test('only the owner may read the file and its folder', async () => {
  await add('production', api.url)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700)
  await chmod(file, 0o640)
  const said = await cli(['runs', '1'])
  expect(said).toMatchObject({ status: 2, out: '' })
  expect(said.err).toContain(`chmod 600 ${file}`)
  expect(api.requests).toEqual([])
})

test('a token is asked for on a terminal, or read from a file', async () => {
  const url = ['--url', api.url]
  const asked = await cli(['profiles', 'add', 'a', ...url], { typed: [TOKEN] })
  expect(asked).toMatchObject({ status: 0, err: "Operator's token (secret)" })
  const path = join(folder, 'token')
  await writeFile(path, `${OTHER_TOKEN}\n`)
  await cli(['profiles', 'add', 'b', ...url, '--token-file', path])
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
    inUse: 'a',
    profiles: { a: { url: api.url, token: TOKEN }, b: { url: api.url, token: OTHER_TOKEN } },
  })
})

test('--profile names another one, "use" changes the one in use, "remove" deletes one', async () => {
  await add('production', api.url)
  await add('staging', other.url)
  const listed = await cli(['profiles', 'list'])
  expect(listed.out.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['Profile', 'URL', 'In use'],
    ['production', api.url, 'yes'],
    ['staging', other.url, 'no'],
  ])
  await cli(['runs', '1', '--profile', 'staging'])
  expect([api.requests.length, other.requests.length]).toEqual([0, 1])

  expect((await cli(['profiles', 'use', 'staging'])).out).toContain('staging')
  await cli(['runs', '1'])
  expect([api.requests.length, other.requests.length]).toEqual([0, 2])

  expect((await cli(['profiles', 'remove', 'staging'])).out).toBe(
    'Profile staging is deleted. No profile is in use.',
  )
  expect(JSON.parse((await cli(['profiles', 'list', '--json'])).out)).toEqual([
    { name: 'production', url: api.url, inUse: false },
  ])
  expect((await cli(['runs', '1'])).err).toMatch(/token is required.*profiles add/s)
})

describe('a profile’s token goes to its own URL only, and its URL gets no other token', () => {
  test('what the environment or an option gives goes before the profile in use, as a whole', async () => {
    await add('production', api.url)
    const env = { ON24_ACT_ON_URL: other.url, ON24_ACT_ON_TOKEN: OTHER_TOKEN }
    await cli(['runs', '1'], { env })
    expect(other.authorizations).toEqual([`Bearer ${OTHER_TOKEN}`])

    const { status, err } = await cli(['runs', '1', '--url', other.url])
    expect(status).toBe(2)
    expect(err).toContain('token is required')
    expect(other.requests).toHaveLength(1)
    expect(api.requests).toEqual([])
  })

  test.each([
    ['--url', ['--url', 'http://127.0.0.1:1'], {}],
    ['--token-file', ['--token-file', 'token'], {}],
    ['ON24_ACT_ON_URL', [], { ON24_ACT_ON_URL: 'http://127.0.0.1:1' }],
    ['ON24_ACT_ON_TOKEN', [], { ON24_ACT_ON_TOKEN: OTHER_TOKEN }],
  ])('--profile beside %s is refused', async (beside, args, env) => {
    await add('production', api.url)
    const said = await cli(['runs', '1', '--profile', 'production', ...args], { env })
    expect(said.status).toBe(2)
    expect(said.err).toContain(`--profile cannot be used beside ${beside}:`)
    expect(api.requests).toEqual([])
  })
})

test.each<[string, string[], RegExp]>([
  [
    'a profile that there is not',
    ['runs', '1', '--profile', 'nix'],
    /no profile nix.*profiles list/,
  ],
  ['a name of Object’s', ['runs', '1', '--profile', 'constructor'], /no profile constructor/],
  ['no URL', ['profiles', 'add', 'a'], /--url/],
  ['a URL that is none', ['profiles', 'add', 'a', '--url', 'x'], /must look like/],
  ['a name with a space', ['profiles', 'add', 'a b', '--url', 'http://x'], /A name must/],
  ['a token as an argument', ['profiles', 'add', 'a', 'Zq7canary'], /too many arguments/],
  ['a token as an option', ['profiles', 'add', 'a', '--token=Zq7canary'], /unknown option/],
])('%s is wrong use', async (_what, args, words) => {
  const said = await cli(args, { input: TOKEN })
  expect(said).toMatchObject({ status: 2, out: '' })
  expect(said.err).toMatch(words)
})

test('a file that does not hold profiles is named, and not quoted', async () => {
  await add('production', api.url)
  for (const text of [`{"profiles": "${TOKEN}"}`, TOKEN]) {
    await writeFile(file, text)
    const { status, err } = await cli(['runs', '1'])
    expect({ status, err }).toEqual({
      status: 2,
      err: `The file ${file} does not hold profiles: delete it, and add them again.`,
    })
  }
})

test('a folder that cannot be written to is named, with what to do', async () => {
  const blocked = join(folder, 'a-file')
  await writeFile(blocked, '')
  const args = ['profiles', 'add', 'a', '--url', api.url]
  const said = await cli(args, { input: TOKEN, env: { XDG_CONFIG_HOME: blocked } })
  expect(said.status).toBe(2)
  expect(said.err).toMatch(/cannot be (read|written) \(ENOTDIR\)/)
})
