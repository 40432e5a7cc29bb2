import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { withPrepared } from '../../../src/prepared/with-prepared.ts'

/** Makes a folder, as an empty database is one, which says how often something was made. */
const MAKES_A_FOLDER = `
  import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
  appendFileSync(import.meta.dirname + '/made', 'x')
  mkdirSync(process.argv[2])
  writeFileSync(process.argv[2] + '/times', readFileSync(import.meta.dirname + '/made'))
  process.stderr.write('one warning\\n')
`

/** Each part is made by a process: on a busy machine that takes a while. */
const PATIENCE = { timeout: 60_000 }

let folder: string
let dist: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'on24-act-on-prepared-'))
  dist = join(folder, 'dist')
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
})

async function prepare(key: string, code = MAKES_A_FOLDER): Promise<string> {
  const program = join(folder, 'program.mjs')
  await writeFile(program, code)
  const part = { kind: 'test-part', key, program, warn: (line: string) => warnings.push(line) }
  return withPrepared(part, (path) => readFile(join(path, 'times'), 'utf8'), dist)
}

const warnings: string[] = []

test(
  'a part is made once, and anew for another key, which deletes the outdated one',
  PATIENCE,
  async () => {
    expect([await prepare('1'), await prepare('1')]).toEqual(['x', 'x'])
    expect(await readdir(dist)).toEqual(['test-part-1'])
    expect(warnings).toEqual(['one warning'])
    expect(await prepare('2')).toBe('xx')
    expect(await readdir(dist)).toEqual(['test-part-2'])
  },
)

test(
  'processes that prepare a part at the same time all get it, and leave one',
  PATIENCE,
  async () => {
    await Promise.all([prepare('1'), prepare('1'), prepare('1')])
    expect(await readdir(dist)).toEqual(['test-part-1'])
  },
)

test(
  'where dist cannot be written, a part is made each time and not left behind',
  PATIENCE,
  async () => {
    // As for any user: a folder cannot be made inside a file.
    dist = join(folder, 'program.mjs', 'dist')
    expect([await prepare('1'), await prepare('1')]).toEqual(['x', 'xx'])
    const left = await readdir(tmpdir())
    expect(left.filter((name) => name.includes('test-part'))).toEqual([])
  },
)

test('a program that fails is an error with its words, and nothing is kept', PATIENCE, async () => {
  await expect(prepare('1', 'throw new Error("out of luck")')).rejects.toThrow('out of luck')
  expect(await readdir(dist)).toEqual([])
})
