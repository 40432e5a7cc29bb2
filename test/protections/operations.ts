/** Protections of operations: stored first, done once, in order; and changes made by hand in Temporal. */
import { type Protection, protection } from './protection.ts'

const ONCE = 'test/integration/operating/operations-once.test.ts'
const CONTROLLERS = 'test/integration/operating/operated-controllers.test.ts'
const SCHEDULES = 'test/integration/operating/operated-schedules.test.ts'

export const OPERATION_PROTECTIONS: readonly Protection[] = [
  protection(
    'an operation is carried out once',
    {
      file: 'src/operating/store-operation.ts',
      from: 'const signalKey = `${firstRunId}/',
      to: 'const signalKey = `${String(performance.now())}/${firstRunId}/',
    },
    {
      file: CONTROLLERS,
      name: 'a controller that is reset repeats no operation, from any sender',
    },
  ),
  protection(
    'a pause is stored first',
    {
      file: 'src/store/operations.ts',
      from: 'await notePauseOrResume(tx, account, operation, entry.at),',
      to: 'notePauseOrResume.length === 0,',
    },
    {
      file: ONCE,
      name: 'a running run stops at a pause that is only in the store, and no run begins until the resume',
    },
  ),
  protection(
    'an earlier pause or resume is overtaken',
    {
      file: 'src/store/operations.ts',
      from: "      await settle(tx, on24ClientId, String(id), { result: 'overtaken', detail: OVERTAKEN })\n",
      to: '      void [OVERTAKEN, id]\n',
    },
    { file: ONCE, name: 'of a waiting pause and a waiting resume the later one is carried out' },
  ),
  protection(
    'what nobody answered is taken up',
    {
      file: 'src/operating/execute-unanswered.ts',
      from: '      if (!(await execute(parts, stored, stopped))) left.push(stored)\n',
      to: '      void takeUp\n      left.push(stored)\n',
    },
    {
      file: ONCE,
      name: 'a stored backfill and a stored sync that no controller received are carried out once each',
    },
  ),
  protection(
    'a sync after a run has begun to read is another one',
    {
      file: 'activities/run/begin-run.ts',
      from: '      await countDiscovery(store, on24ClientId)\n',
      to: '      void countDiscovery\n',
    },
    {
      file: ONCE,
      name: 'two syncs make one run until it begins to read; after that, one more run follows',
    },
  ),
  protection(
    'a wish goes before a flag that was changed by hand',
    {
      file: 'src/operating/follow-schedule.ts',
      from: '    await applyPauseOrResume(parts, on24ClientId, signal)\n',
      to: '    void [applyPauseOrResume, signal]\n',
    },
    {
      file: ONCE,
      name: 'a Schedule paused by hand is followed only once all requested operations are settled',
    },
  ),
  protection(
    'a cancelled controller begins anew',
    {
      file: 'workflows/account-controller.ts',
      from: '    if (!(error instanceof Error && isCancellation(error))) throw error\n',
      to: '    void isCancellation\n    throw error\n',
    },
    {
      file: CONTROLLERS,
      name: 'a cancelled controller starts again with its state and its open operations',
    },
  ),
  protection(
    'a stuck controller is told',
    {
      file: 'src/temporal/controllers.ts',
      from: 'if (attempts >= STUCK_ATTEMPTS) {',
      to: 'if (attempts >= STUCK_ATTEMPTS * 1000) {',
    },
    {
      file: CONTROLLERS,
      name: 'a controller with failing workflow tasks is visible, and operations are done without it',
    },
  ),
  protection(
    'a mended Schedule keeps its flag and its note',
    {
      file: 'src/temporal/schedule-settings.ts',
      from: 'schedule: { ...wanted, state: asItStands(schedule) },',
      to: 'schedule: { ...wanted, state: asItStands(null) },',
    },
    {
      file: 'test/integration/operating/schedule.test.ts',
      name: 'a Schedule changed by hand is restored, paused or not',
    },
  ),
  protection(
    'the next run is what Temporal plans',
    {
      file: 'src/operating/watch-schedules.ts',
      from: '  await saveAllNextRuns(parts.store, nextRuns)\n',
      to: '  void saveAllNextRuns\n',
    },
    {
      file: SCHEDULES,
      name: 'the next run shown to operators is Temporal’s, also after a change by hand',
    },
  ),
  protection(
    'an orphan is removed by nobody but an operator, and only if it is one',
    {
      file: 'src/accounts/remove-orphan.ts',
      from: '    if (isLinked || !(await forgetOrphan(store, on24ClientId))) return false\n',
      to: '    await forgetOrphan(store, on24ClientId)\n    void isLinked\n',
    },
    {
      file: SCHEDULES,
      name: 'Temporal objects of accounts that are not linked are listed, and ended only by a command',
    },
  ),
  protection(
    'the routes of Nexus are shut',
    {
      file: 'src/embedded/temporal-server.ts',
      from: "    'system.enableNexus': false,\n",
      to: '',
    },
    {
      file: 'test/integration/temporal/embedded-temporal.test.ts',
      name: 'answers no web page of another site, on any of its ports',
    },
  ),
]
