import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'
import { beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { installTemporalRuntime } from '../../src/temporal/runtime.ts'
import { bundleWorkflows } from '../../src/temporal/workflow-bundle.ts'
import * as workflows from '../../workflows/index.ts'
import { testLogger } from '../support/log-sink.ts'
import { replay } from '../support/replay.ts'
import { type SavedHistory, savedHistories } from '../support/workflow-histories.ts'

let saved: readonly SavedHistory[]
beforeAll(async () => {
  installTemporalRuntime(testLogger())
  saved = await savedHistories()
})

test('every workflow type has a saved history', () => {
  const types = Object.keys(workflows)
  expect(types.length).toBeGreaterThan(1)
  expect(new Set(saved.map(({ workflowType }) => workflowType))).toEqual(new Set(types))
})

test('every saved history replays on the workflows as they are now', async () => {
  const { code } = await bundleWorkflows(testLogger())
  const ends = await replay({ code }, saved)
  expect(ends).toEqual(Object.fromEntries(saved.map(({ name }) => [name, null])))
})

interface Change {
  readonly what: string
  readonly file: string
  readonly from: string
  readonly to: string
  /** Histories that must not replay any more. */
  readonly breaks: RegExp
  readonly error?: RegExp
}

const CHANGES: readonly Change[] = [
  {
    what: 'calls another activity first',
    file: 'account-sync.ts',
    from: '.beginRun({',
    to: '.readWebinars({',
    breaks: /^accountSync-/,
  },
  {
    what: 'does not tell the controller its end',
    file: 'finish-run.ts',
    from: 'await tellController(input.on24ClientId, finished, isDry)',
    to: '',
    breaks: /^account(Sync|Backfill)-/,
  },
  {
    what: 'does not wait before it probes',
    file: 'account-lanes.ts',
    from: 'if (!(await itIsTimeToAsk(memory, probeSeconds))) continue',
    to: '',
    breaks: /^account-/,
  },
  {
    what: 'does not look after the link',
    file: 'account-lanes.ts',
    from: '(await keepAlive(memory, on24ClientId)) ?? seconds',
    to: 'seconds + 0',
    breaks: /^account-/,
  },
  {
    what: 'gives a notice up without a note of it',
    file: 'notice.ts',
    from: "await bookkeeping('noting that nobody took it').giveUpNotice(reference)",
    to: '',
    breaks: /^notice-givenUp-/,
  },
  {
    what: 'throws at a payload that it cannot read',
    file: 'payload-converter.ts',
    from: 'return UNDECODABLE as T',
    to: "throw new Error('unreadable')",
    breaks: /^account-/,
    error: /^ReplayError: .*unreadable/,
  },
]

describe('a change that would break a live workflow fails here, such as', () => {
  test.each(CHANGES)('one that $what', async (change) => {
    const ends = await replay(await changedBundle(change), saved)
    const broken = Object.entries(ends).filter(([, error]) => error !== null)
    expect(broken.map(([name]) => name)).toEqual(
      saved.map(({ name }) => name).filter((name) => change.breaks.test(name)),
    )
    for (const [, error] of broken)
      expect(error).toMatch(change.error ?? /^DeterminismViolationError/)
  })
})

/** Bundles a copy of the workflows in which one place is changed; the copy is inside the project, for its imports. */
async function changedBundle({ file, from, to }: Change): Promise<{ code: string }> {
  const folder = await mkdtemp(join(inject('artefacts'), 'changed-workflows-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const needed of ['workflows', 'src/contracts']) {
    await cp(resolve(needed), join(folder, needed), { recursive: true })
  }
  const path = join(folder, 'workflows', file)
  const before = await readFile(path, 'utf8')
  expect(before.split(from)).toHaveLength(2)
  await writeFile(path, before.replace(from, to))
  return bundleWorkflowCode({
    workflowsPath: join(folder, 'workflows/index.ts'),
    payloadConverterPath: join(folder, 'workflows/payload-converter.ts'),
    logger: new DefaultLogger('ERROR'),
  })
}
