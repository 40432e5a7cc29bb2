import { defineConfig } from 'vitest/config'
import { patienceMs } from './test/support/vendors/slow-vendors.ts'
import LongestFirst from './test/support/servers/longest-first.ts'

// A suite is a folder under test/. `npx vitest run --project unit` runs one of them.

/** Starts the run's one Temporal server and PostgreSQL cluster, only when such a suite is among those run. */
const servers = ['test/support/servers/servers.setup.ts']

/** Real servers, workers and child processes: more files at a time than cores, because often they wait. */
const onServers = {
  globalSetup: servers,
  maxWorkers: 5,
  testTimeout: patienceMs(120_000),
  hookTimeout: 60_000,
  // A machine may be busy. How long something takes is asserted where it matters, and only there.
  expect: { poll: { timeout: 30_000, interval: 50 } },
}

/**
 * As many files at a time as a small machine has cores: Vitest alone would leave one unused. The files of a process
 * share the modules that they import, which takes less time.
 */
const withoutServers = { maxWorkers: 2, isolate: false }

const suite = (name: string, groupOrder: number, options: object = {}) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    sequence: { groupOrder },
    ...options,
  },
})

export default defineConfig({
  test: {
    // The native Temporal module must not be loaded into worker threads.
    pool: 'forks',
    globalSetup: ['test/support/servers/artefacts.setup.ts'],
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './test/support/servers/totals-reporter.ts'],
    // In this order. Not from 0: on a small machine that group would run after all the others.
    projects: [
      suite('unit', 1, withoutServers),
      suite('contract', 1, { ...withoutServers, testTimeout: 20_000 }),
      suite('replay', 1, { ...withoutServers, testTimeout: 60_000 }),
      suite('integration', 2, { ...onServers, isolate: false }),
      // Whole processes, killed and started again.
      suite('processes', 2, onServers),
      suite('browser', 2, {
        ...onServers,
        globalSetup: [...servers, 'test/support/browser/chromium.setup.ts'],
      }),
      // Searches what all the suites before it have left behind: logs and workflow histories.
      suite('last', 3, onServers),
    ],
  },
})
