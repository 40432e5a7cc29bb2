import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'
import { beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import type { Activities } from '../../activities/index.ts'
import { SIGNALS } from '../../src/contracts/temporal-names.ts'
import { installTemporalRuntime } from '../../src/temporal/runtime.ts'
import { bundleWorkflows } from '../../src/temporal/workflow-bundle.ts'
import * as workflows from '../../workflows/index.ts'
import { testLogger } from '../support/servers/log-sink.ts'
import { replay } from '../support/temporal/replay.ts'
import { type SavedHistory, savedHistories } from '../support/temporal/workflow-histories.ts'

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

type Event = NonNullable<SavedHistory['history']['events']>[number]

/** The names that `name` finds in the events of all saved histories. */
function namesIn(name: (event: Event) => string | null | undefined): Set<string> {
  const events = saved.flatMap(({ history }) => history.events ?? [])
  return new Set(events.flatMap((event) => name(event) ?? []))
}

test('every activity type is in a saved history', () => {
  const inHistories = namesIn(
    (event) => event.activityTaskScheduledEventAttributes?.activityType?.name,
  )
  const activities: Record<keyof Activities, true> = {
    ...{ beginRun: true, planBackfill: true, readWebinars: true, deliverWebinars: true },
    ...{ planComparison: true, compareWebinars: true },
    ...{ finishRun: true, probeActOn: true, keepLinkAlive: true },
    ...{ storeOperation: true, operate: true },
    ...{ deliverNotice: true, giveUpNotice: true },
  }
  expect(inHistories).toEqual(new Set(Object.keys(activities)))
})

test('every signal is in a saved history', () => {
  const inHistories = namesIn((event) => event.workflowExecutionSignaledEventAttributes?.signalName)
  for (const signal of Object.values(SIGNALS)) expect(inHistories).toContain(signal)
})

test('a cancellation and a continuation as new of every workflow that can have one are in saved histories', () => {
  const typesWith = (has: (event: Event) => unknown) =>
    new Set(
      saved
        .filter(({ history }) => history.events?.some((event) => Boolean(has(event))))
        .map(({ workflowType }) => workflowType),
    )
  const those = new Set(['account', 'accountSync', 'accountBackfill', 'accountCompare'])
  expect(typesWith((event) => event.workflowExecutionCancelRequestedEventAttributes)).toEqual(those)
  expect(typesWith((event) => event.workflowExecutionContinuedAsNewEventAttributes)).toEqual(those)
})

test('an outage that a backfill waits out is in a saved history', () => {
  const waited = saved.filter(({ workflowType, history }) => {
    const events = history.events ?? []
    const failed = events.findIndex((event) => event.activityTaskFailedEventAttributes)
    const rest = failed === -1 ? [] : events.slice(failed)
    return (
      workflowType === 'accountBackfill' && rest.some((event) => event.timerStartedEventAttributes)
    )
  })
  expect(waited.map(({ name }) => name)).not.toEqual([])
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
  /** Inserted at the beginning of the file. */
  readonly imports?: string
  /** The names of the histories that must fail to replay after the change. */
  readonly breaks: RegExp
  readonly error?: RegExp
}

const CHANGES: readonly Change[] = [
  {
    what: 'calls another activity first',
    file: 'account-sync.ts',
    from: "callActivity('beginRun'",
    to: "callActivity('readWebinars'",
    breaks: /^accountSync-/,
  },
  {
    what: 'does not tell the controller its end',
    file: 'finish-run.ts',
    from: 'await signalController(on24ClientId, finished, isDry)',
    to: 'await Promise.resolve()',
    // A run that found nothing new tells nothing, since 0.2.0.
    breaks: /^account(Sync|Backfill|Compare)-(?!continuedAsNew|idle-0\.[23]\.0)/,
  },
  {
    what: 'closes a run again that its only activity has closed',
    file: 'finish-run.ts',
    from: 'if (end !== null) return end',
    to: '',
    breaks: /^accountSync-idle-0\.3\.0$/,
  },
  {
    what: 'does not wait before it probes',
    file: 'controller-loops.ts',
    from: 'if (!(await waitForProbeTime(memory, probeSeconds))) continue',
    to: '',
    breaks: /^account-quotaWait-/,
  },
  {
    what: 'does not look after the link',
    file: 'controller-loops.ts',
    from: '(await keepAlive(memory, on24ClientId)) ?? seconds',
    to: 'seconds + 0',
    breaks: /^account-/,
  },
  {
    what: 'begins a timer in controllers that an earlier release opened',
    file: 'controller-loops.ts',
    from: "patched('continues as new daily')",
    to: 'true',
    breaks: /^account-.*-0\.[12]\.0$/,
  },
  {
    what: 'gives a notice up without a note of it',
    file: 'notice.ts',
    from: "await callActivity('giveUpNotice', 'noting that it was not accepted', reference)",
    to: '',
    breaks: /^notice-givenUp-/,
  },
  {
    what: 'waits before it carries out what was asked',
    file: 'controller-loops.ts',
    from: '    const operated =',
    to: '    await condition(() => false, 1000)\n    const operated =',
    breaks: /^account-(cancelled|continuedAsNew)-/,
  },
  {
    what: 'plans once more after an outage',
    file: 'work-in-rounds.ts',
    from: '      leftAtOutage = left\n',
    to: '      leftAtOutage = left\n      await rounds.plan(summary)\n',
    breaks: /^accountBackfill-outage-/,
  },
  {
    what: 'plans again in backfills and comparisons that were paused at once in an earlier release',
    file: 'work-in-rounds.ts',
    from: 'patched(OPENS_WHILE_PAUSED)',
    to: 'true',
    breaks: /-pausedAtOnce-/,
  },
  {
    what: 'waits after a cancellation of a run, a backfill or a comparison',
    file: 'finish-run.ts',
    from: "      stopped = 'cancelled'\n",
    to: "      stopped = 'cancelled'\n      await CancellationScope.nonCancellable(() => sleep(1000))\n",
    imports: "import { sleep } from '@temporalio/workflow'\n",
    breaks: /^account(Sync|Backfill|Compare)-cancelled-/,
  },
  {
    what: 'waits before a controller continues as new',
    file: 'account-controller.ts',
    from: '  return continueAsNew<typeof account>(',
    to: '  await CancellationScope.nonCancellable(() => sleep(1000))\n  return continueAsNew<typeof account>(',
    imports: "import { CancellationScope, sleep } from '@temporalio/workflow'\n",
    breaks: /^account-(cancelled|continuedAsNew)-/,
  },
  {
    what: 'waits before a run continues as new',
    file: 'account-sync.ts',
    from: '        await continueAsNew<typeof accountSync>(',
    to: '        await sleep(1000)\n        await continueAsNew<typeof accountSync>(',
    imports: "import { sleep } from '@temporalio/workflow'\n",
    breaks: /^accountSync-continuedAsNew-/,
  },
  {
    what: 'waits before a backfill or a comparison continues as new',
    file: 'work-in-rounds.ts',
    from: 'await rounds.continueAsNew()',
    to: 'await sleep(1000).then(() => rounds.continueAsNew())',
    imports: "import { sleep } from '@temporalio/workflow'\n",
    breaks: /^account(Backfill|Compare)-continuedAsNew-/,
  },
  {
    what: 'throws at a payload that it cannot read',
    file: 'payload-converter.ts',
    from: 'return UNDECODABLE as T',
    to: "throw new Error('unreadable')",
    breaks: /^account-quotaWait-/,
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

/** Bundles a copy of the workflows with one change. The copy is inside the project, so that its imports resolve. */
async function changedBundle({ file, from, to, imports = '' }: Change): Promise<{ code: string }> {
  const folder = await mkdtemp(join(inject('artefacts'), 'changed-workflows-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const needed of ['workflows', 'src/contracts']) {
    await cp(resolve(needed), join(folder, needed), { recursive: true })
  }
  const path = join(folder, 'workflows', file)
  const before = await readFile(path, 'utf8')
  expect(before.split(from)).toHaveLength(2)
  await writeFile(path, imports + before.replace(from, to))
  return bundleWorkflowCode({
    workflowsPath: join(folder, 'workflows/index.ts'),
    payloadConverterPath: join(folder, 'workflows/payload-converter.ts'),
    logger: new DefaultLogger('ERROR'),
  })
}
