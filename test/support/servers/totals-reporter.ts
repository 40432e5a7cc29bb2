// Ends a test run with one plain line, `N passed, N failed[, N skipped]`, for programs that read totals.
// It does not affect vitest's exit status.
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
      // If a file fails to load or one of its hooks throws, no single test is marked as failed.
      if (module.state() === 'failed' && count.failed === before) count.failed += 1
    }
    // The global setup failed, so no test ran and none is marked as failed.
    if (reason === 'failed' && count.failed === 0) count.failed = 1
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
    const line = `${count.passed} passed, ${count.failed} failed${skipped}`
    // Waits for the exit, because the default reporter prints its summary in the same event as this one.
    process.once('exit', () => {
      process.stdout.write(`${line}\n`)
    })
  }
}
