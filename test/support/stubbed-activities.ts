/** The workflows on a real server, in a namespace of their own, with activities that a test makes up. */
import { Client, Connection } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { NativeConnection } from '@temporalio/worker'
import { inject, onTestFinished } from 'vitest'
import type { Activities } from '../../activities/index.ts'
import { startWorkers } from '../../src/temporal/workers.ts'
import { freshNamespace } from './service-under-test.ts'

const notExpected = () =>
  Promise.reject(ApplicationFailure.nonRetryable('The test does not expect this activity.'))

const NONE: Activities = {
  beginRun: notExpected,
  planBackfill: notExpected,
  readWebinars: notExpected,
  deliverWebinars: notExpected,
  finishRun: notExpected,
  probeActOn: notExpected,
  keepLinkAlive: notExpected,
  storeOperation: () => Promise.resolve({ auditId: '1' }),
  operate: notExpected,
  deliverNotice: notExpected,
  giveUpNotice: notExpected,
}

/** Ends with its test. */
export async function startStubbedWorkers(activities: Partial<Activities>): Promise<Client> {
  const { client, stop } = await startStubbedWorkersIn(await freshNamespace(), activities)
  onTestFinished(stop)
  return client
}

/** Whoever starts them stops them; the client goes with them. */
export async function startStubbedWorkersIn(
  namespace: string,
  activities: Partial<Activities>,
  address = inject('temporalAddress'),
): Promise<{ readonly client: Client; stop(): Promise<void> }> {
  const connection = await NativeConnection.connect({ address })
  const clientConnection = await Connection.connect({ address })
  const workers = await startWorkers({
    connection,
    namespace,
    workflowBundle: { codePath: inject('workflowBundlePath') },
    activities: { ...NONE, ...activities },
  })
  return {
    client: new Client({ connection: clientConnection, namespace }),
    async stop() {
      await workers.stop()
      await connection.close()
      await clientConnection.close()
    },
  }
}
