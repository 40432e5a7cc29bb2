/** Connects workers to Temporal. The caller closes the connection: an open one keeps the process alive. */
import { NativeConnection } from '@temporalio/worker'
import { explained, type TemporalTarget } from './connection.ts'

export function connectWorker({ connection }: TemporalTarget): Promise<NativeConnection> {
  return explained(connection, () => NativeConnection.connect(connection))
}
