/** The command line runs with the files that the image has, started as the image starts it. No image is built. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { NODE_FLAGS } from '../../../bench/node-flags.ts'
import packageJson from '../../../package.json' with { type: 'json' }
import { PROGRAM_ENVIRONMENT } from '../../support/processes/program-environment.ts'

const DOCKERFILE = readFileSync('Dockerfile', 'utf8')

/** What the build copies from the checkout, as far as .dockerignore lets it. */
const copied = [...DOCKERFILE.matchAll(/^COPY (?!--)(.+) \.\/\S*$/gm)].flatMap(([, names = '']) =>
  names.split(' '),
)
const allowed = readFileSync('.dockerignore', 'utf8').match(/(?<=^!).+$/gm) ?? []

test('the image gets what its build copies', () => {
  expect(copied.length).toBeGreaterThan(5)
  expect(copied.toSorted()).toEqual(allowed.toSorted())
})

test('the program on the image’s PATH is the command line', () => {
  const [, target = '', link = ''] = /^RUN ln -s \/app\/(\S+) (\S+)$/m.exec(DOCKERFILE) ?? []
  expect(target).toBe(packageJson.bin['on24-act-on'])
  expect(link).toBe('/usr/local/bin/on24-act-on')

  const folder = mkdtempSync(join(tmpdir(), 'image-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const app = join(folder, 'app')
  for (const name of copied) cpSync(name, join(app, name), { recursive: true })
  symlinkSync(resolve('node_modules'), join(app, 'node_modules'))
  mkdirSync(join(folder, 'bin'))
  const program = join(folder, 'bin', 'on24-act-on')
  symlinkSync(join(app, target), program)
  const answer = execFileSync(program, ['runs', '--help'], { env: PROGRAM_ENVIRONMENT })
  expect(answer.toString()).toContain('API: GET /api/v1/accounts/{id}/runs')
})

test('npm start, the demo, the image and the benchmarks give Node the same flags', () => {
  const [, options = ''] = /^ENV NODE_OPTIONS=(.+)$/m.exec(DOCKERFILE) ?? []
  expect(options.split(' ')).toEqual(NODE_FLAGS)
  for (const script of [packageJson.scripts.start, packageJson.scripts.demo]) {
    expect(script).toContain(` node ${NODE_FLAGS.join(' ')} `)
  }
})
