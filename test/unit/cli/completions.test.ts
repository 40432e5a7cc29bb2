import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { atCommandLine } from '../../support/processes/command-line.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'completions-'))
  for (const name of ['production', 'staging']) {
    const args = ['profiles', 'add', name, '--url', 'http://127.0.0.1:1']
    await atCommandLine(args, { input: 'a-token', env: { XDG_CONFIG_HOME: folder } })
  }
})
afterAll(() => rm(folder, { recursive: true }))

/** The words that may come next; the last one of those given is being typed. */
async function after(...typed: string[]): Promise<string[]> {
  const env = { XDG_CONFIG_HOME: folder }
  const { status, out, err } = await atCommandLine(['complete', '--', ...typed], { env })
  expect({ status, err }).toEqual({ status: 0, err: '' })
  return out === '' ? [] : out.split('\n').map((line) => line.replace(/\t.*/, ''))
}

describe('completions', () => {
  test('commands, and the commands of a group', async () => {
    expect(await after('acc')).toEqual(['accounts', 'access'])
    expect(await after('')).toEqual(expect.arrayContaining(['trouble', 'explain', 'profiles']))
    expect(await after('')).not.toContain('complete')
    expect(await after('run', '')).toEqual(['show', 'webinars', 'rows', 'help'])
  })

  test('options of the command and of all commands', async () => {
    expect(await after('verify', '22950', '--')).toEqual(
      expect.arrayContaining(['--repair', '--wait', '--json', '--profile', '--help']),
    )
    expect(await after('verify', '22950', '--rep')).toEqual(['--repair'])
    expect(await after('--prof')).toEqual(['--profile'])
  })

  test('values of options and arguments that have choices', async () => {
    expect(await after('runs', '1', '--outcome', 'in')).toEqual(['incomplete'])
    expect(await after('accounts', 'list', '--state', 'failing', 'pa')).toEqual(['paused'])
    expect(await after('held', '1', '2', '')).toEqual(['apply', 'drop'])
    expect(await after('held', '1', '')).toEqual([])
    expect(await after('completion', 'z')).toEqual(['zsh'])
  })

  test('values after an equals sign, also where the shell splits them', async () => {
    expect(await after('runs', '1', '--outcome=in')).toEqual(['--outcome=incomplete'])
    expect(await after('runs', '1', '--outcome', '=', 'in')).toEqual(['incomplete'])
    expect(await after('runs', '1', '--settled', '=')).toEqual([])
    expect(await after('webinars', '1', '--settled', '=')).toEqual(['true', 'false'])
  })

  test('profiles', async () => {
    expect(await after('runs', '1', '--profile', '')).toEqual(['production', 'staging'])
    expect(await after('profiles', 'use', 's')).toEqual(['staging'])
  })

  test('files, where an option takes one', async () => {
    expect(await after('runs', '1', '--token-file', '')).toEqual([':files'])
    expect(await after('explain', '1', '--email-file=x')).toEqual([':files'])
  })

  test('nothing, where anything may be typed', async () => {
    expect(await after('accounts', 'show', '')).toEqual([])
    expect(await after('pause', '1', '--reason', '')).toEqual([])
    expect(await after('nothing', 'like', 'this')).toEqual([])
  })
})
