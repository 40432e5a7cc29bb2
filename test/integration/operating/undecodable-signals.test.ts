import { defaultPayloadConverter, type Payload } from '@temporalio/common'
import { expect, test } from 'vitest'
import { controllerId } from '../../../src/contracts/temporal-names.ts'
import { runEnded, status } from '../../../workflows/messages.ts'
import { startServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { UNDECODABLE_PAYLOADS } from '../../support/temporal/undecodable-payloads.ts'

const NOT_WHAT_IS_ASKED_FOR = [
  ...[null, 7, 'waitingForQuota', [], {}, { outcome: 7 }],
  { workflowId: 'x', outcome: 'complete', written: 0, pending: 0, standing: { state: 'active' } },
]

test('the controller survives unreadable signals, and works as before', async () => {
  const service = await startServiceFixture({ world: { preset: 'empty' } })
  const { client, namespace } = service
  await service.controllers.ensure('22950')
  const handle = client.workflow.getHandle(controllerId('22950'))
  const signal = (signalName: string, payloads: Payload[]) =>
    client.workflowService.signalWorkflowExecution({
      namespace,
      workflowExecution: { workflowId: handle.workflowId },
      signalName,
      input: { payloads },
    })

  for (const { payload } of UNDECODABLE_PAYLOADS) {
    await signal(runEnded.name, [payload])
    await signal('unknownSignal', [payload])
    expect(await handle.query(status)).toMatchObject({ state: 'active' })
  }
  for (const value of NOT_WHAT_IS_ASKED_FOR) {
    await signal(runEnded.name, [defaultPayloadConverter.toPayload(value)])
  }
  await signal(runEnded.name, [])
  expect(await handle.query(status)).toMatchObject({ state: 'active' })

  await handle.signal(runEnded, {
    workflowId: 'account-sync/22950-x',
    outcome: 'waitingForQuota',
    written: 0,
    pending: 1,
    problems: [],
    probeInSeconds: null,
    standing: { state: 'waitingForQuota', reason: null, since: null },
  })
  await expect.poll(() => handle.query(status)).toMatchObject({ state: 'waitingForQuota' })
  const { events } = await handle.fetchHistory()
  const failedTasks = events?.filter((event) => event.workflowTaskFailedEventAttributes)
  expect(failedTasks).toEqual([])
})
