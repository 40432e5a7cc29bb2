/**
 * `npm run test:protections [-- <part of a name>]`: removes each protection in turn from a copy of the project, and
 * checks that its test passes with the protection and fails without it. The exit status is 1 if one does not.
 */
import { copyProject, type ProjectCopy } from './copy-of-project.ts'
import type { Protection } from './protection.ts'
import { PROTECTIONS } from './protections.ts'
import { runTest, type TestEnd } from './run-test.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

async function runWithout(copy: ProjectCopy, { edits, test }: Protection): Promise<TestEnd> {
  const putBack = edits.map((edit) => copy.edit(edit))
  try {
    return await runTest(copy.folder, test)
  } finally {
    for (const undo of putBack.toReversed()) undo()
  }
}

const [part = ''] = process.argv.slice(2)
const chosen = PROTECTIONS.filter(({ name }) => name.includes(part))
const copy = copyProject()
const unwatched: string[] = []
const withAll = new Map<string, TestEnd>()
try {
  for (const [index, protection] of chosen.entries()) {
    const { name, test } = protection
    const before = withAll.get(test.name) ?? (await runTest(copy.folder, test))
    withAll.set(test.name, before)
    const without = await runWithout(copy, protection)
    const isWatched = before === 'passed' && without === 'failed'
    if (!isWatched) unwatched.push(name)
    say(`${String(index + 1)}/${String(chosen.length)} ${isWatched ? 'ok' : 'UNWATCHED'}: ${name}`)
    say(`    ${test.name}: ${before} with it, ${without} without (${test.file})`)
  }
} finally {
  copy.remove()
}
say(
  `${String(chosen.length - unwatched.length)} of ${String(chosen.length)} protections are watched.`,
)
for (const name of unwatched) say(`Not watched: ${name}`)
process.exit(unwatched.length === 0 ? 0 : 1)
