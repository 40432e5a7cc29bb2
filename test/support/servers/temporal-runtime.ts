/**
 * Installs Temporal's runtime in the process, once for all test files that it runs. Workers and activities log through
 * it.
 */
import { installTemporalRuntime } from '../../../src/temporal/runtime.ts'
import { testLogger } from './log-sink.ts'

let isInstalled = false

export function installRuntimeOnce(): void {
  if (isInstalled) return
  isInstalled = true
  installTemporalRuntime(testLogger())
}
