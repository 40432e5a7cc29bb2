/** Connects workers to Temporal. Whoever connects also closes: one that is left open keeps its process alive. */
import { NativeConnection } from '@temporalio/worker'
import { explained, type TemporalTarget } from './connection.ts'

export function connectWorker({ connection }: TemporalTarget): Promise<NativeConnection> {
  return explained(connection, () => NativeConnection.connect(connection))
}
