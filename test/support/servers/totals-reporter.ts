// Ends a test run with one plain line, `N passed, N failed[, N skipped]`, for machines that read totals.
// It decides nothing: the exit status is vitest's own.
import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node'

export default class TotalsReporter implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly unknown[],
    reason: TestRunEndReason,
  ): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    for (const module of modules) {
      const before = count.failed
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        count[state === 'pending' ? 'failed' : state] += 1
      }
      // A file that fails to load, or a hook of its own that throws, fails no test by name.
      if (module.state() === 'failed' && count.failed === before) count.failed += 1
    }
    // The run's own set-up failed: no test did, because none was run.
    if (reason === 'failed' && count.failed === 0) count.failed = 1
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
    const line = `${count.passed} passed, ${count.failed} failed${skipped}`
    // After the default reporter's own summary, which is printed in the same event.
    process.once('exit', () => {
      process.stdout.write(`${line}\n`)
    })
  }
}
