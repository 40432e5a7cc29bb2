/** The source of an earlier commit in a folder of its own, which can be started: with this checkout's packages. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROGRAM_ENVIRONMENT } from './program-environment.ts'

export interface EarlierRelease {
  readonly folder: string
  /** Of its own workflows. */
  readonly bundlePath: string
  remove(): void
}

/** The latest commit that says it is a version. Throws if the checkout's history does not have one. */
export function latestVersion(): string {
  const words = ['log', '-1', '--format=%H', '--grep=^Version [0-9]']
  const commit = execFileSync('git', words, { encoding: 'utf8' }).trim()
  if (commit === '')
    throw new Error('The history of this checkout has no version: fetch all of it.')
  return commit
}

export function unpackRelease(commit: string): EarlierRelease {
  const folder = mkdtempSync(join(tmpdir(), 'on24-act-on-release-'))
  const tar = execFileSync('git', ['archive', commit], { maxBuffer: 200_000_000 })
  execFileSync('tar', ['-x', '-C', folder], { input: tar })
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
  execFileSync(process.execPath, ['src/processes/bundle.ts'], {
    cwd: folder,
    env: { ...PROGRAM_ENVIRONMENT },
  })
  return {
    folder,
    bundlePath: bundleIn(join(folder, 'dist')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Later releases name it by what it was made of. */
function bundleIn(dist: string): string {
  const name = readdirSync(dist).find((each) => /^workflow-bundle.*\.js$/.test(each))
  if (name === undefined) throw new Error('The earlier release has bundled no workflows.')
  return join(dist, name)
}
