/** Runs one test, given by file and name, in a separate process. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const Report = z.object({
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ title: z.string(), status: z.string() })) }),
  ),
})

export interface NamedTest {
  readonly file: string
  /** The test's whole name, without the names of its groups. */
  readonly name: string
}

/** `missing`: no test of that name was run, or the file could not be loaded. */
export type TestEnd = 'passed' | 'failed' | 'missing'

export async function runTest(folder: string, { file, name }: NamedTest): Promise<TestEnd> {
  const [, project = ''] = file.split('/')
  const report = join(folder, 'protections-report.json')
  rmSync(report, { force: true })
  const pattern = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const child = spawn(
    join(folder, 'node_modules/.bin/vitest'),
    ['run', file, '--project', project, '-t', pattern, '--reporter=json', '--outputFile', report],
    { cwd: folder, stdio: 'ignore' },
  )
  await once(child, 'close')
  const ends = Report.parse(JSON.parse(readFileSync(report, 'utf8')))
    .testResults.flatMap(({ assertionResults }) => assertionResults)
    .filter(({ title, status }) => title === name && ['passed', 'failed'].includes(status))
    .map(({ status }) => status)
  if (ends.length === 0) return 'missing'
  return ends.includes('failed') ? 'failed' : 'passed'
}
