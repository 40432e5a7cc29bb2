// Global setup of every test run: creates a new folder under .test/ for the run's artefacts, which are mainly logs.
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of this run's artefacts. Logs are in its subfolder `logs`. */
    artefacts: string
    /** True when all suites run completely. The last one can then expect the artefacts of the others. */
    isWholeRun: boolean
  }
}

const ALL_RUNS = resolve('.test')
const KEPT_FOR_MS = 24 * 3600 * 1000

export default async function setup(project: TestProject): Promise<void> {
  await removeOldRuns()
  const folder = join(ALL_RUNS, `${new Date().toISOString().replaceAll(':', '-')}-${process.pid}`)
  await mkdir(join(folder, 'logs'), { recursive: true })
  project.provide('artefacts', folder)
  project.provide('isWholeRun', isWholeRun(process.argv.slice(2)))
}

/** True for `vitest run` without options that select tests. */
function isWholeRun(arguments_: readonly string[]): boolean {
  return arguments_.every((one) => one === 'run' || /^--(?!project|testNamePattern)/.test(one))
}

async function removeOldRuns(): Promise<void> {
  const names = await readdir(ALL_RUNS).catch(() => [])
  for (const name of names) {
    const folder = join(ALL_RUNS, name)
    const { mtimeMs } = await stat(folder)
    if (Date.now() - mtimeMs > KEPT_FOR_MS) await rm(folder, { recursive: true, force: true })
  }
}
