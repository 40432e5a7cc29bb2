/** Installs Temporal's runtime in the process of a test file. Workers and activities log through it. */
import { installTemporalRuntime } from '../../../src/temporal/runtime.ts'
import { testLogger } from './log-sink.ts'

let isInstalled = false

export function installRuntimeOnce(): void {
  if (isInstalled) return
  isInstalled = true
  installTemporalRuntime(testLogger())
}
