/** An account whose troubles begin and end, for tests of where its notices go. */
import { noticeWorkflowId } from '../../../src/contracts/temporal-names.ts'
import { createNoticeStarter } from '../../../src/notices/start-notice-workflows.ts'
import { createSendNotice } from '../../../src/notices/send-notice.ts'
import { type PeriodicWork, startPeriodicWork } from '../../../src/processes/repeat.ts'
import { markFailing, markTried } from '../../../src/store/accounts/account-state.ts'
import type { MailReceiver } from '../api/mail-receiver.ts'
import type { SlackReceiver } from '../api/slack-receiver.ts'
import type { ServiceFixture } from '../fixtures/service-fixture.ts'
import { newestNotice } from '../rows/newest-notice.ts'
import { testLogger } from '../servers/log-sink.ts'

const MINUTE_MS = 60_000

export const begunOrOver = (isOver: boolean) => (isOver ? 'over' : 'begun')

export class NotifiedAccount {
  readonly id: string
  readonly #service: ServiceFixture

  constructor(service: ServiceFixture, id: string) {
    this.#service = service
    this.id = id
  }

  /** Begins a trouble, and returns the id of its notice. */
  async fail(): Promise<string> {
    const { store, now } = this.#service
    await markFailing(store, this.id, 'ON24 does not answer.', now())
    return newestNotice(store, this.id)
  }

  /** Ends it a minute later, and returns the id of its notice. */
  async succeed(): Promise<string> {
    const { store, sandbox, now } = this.#service
    sandbox.clock.advance(MINUTE_MS)
    const good = { isGood: true, at: now() }
    await store.transaction().execute((tx) => markTried(tx, this.id, good))
    return newestNotice(store, this.id)
  }

  /** One attempt. */
  async tell(noticeId: string): Promise<string> {
    const signal = AbortSignal.timeout(20_000)
    const options = { signal, onSettled: () => undefined, onRemark: () => undefined }
    return createSendNotice(this.#service)(noticeId, options)
  }

  /** Starts the notice's workflow in the real Temporal, and waits for its end. */
  async tellByWorkflow(noticeId: string): Promise<unknown> {
    const { noticeWorkflows, client } = this.#service
    const notice = { id: noticeId, on24ClientId: this.id, kind: 'failing', ends: null } as const
    await noticeWorkflows.start(notice, AbortSignal.timeout(10_000))
    return client.workflow.getHandle(noticeWorkflowId(noticeId)).result()
  }

  /** Notices as two processes send them while Temporal is away. */
  tellWithoutTemporal(): PeriodicWork[] {
    const start = () => Promise.reject(new Error('unavailable'))
    const logger = testLogger()
    const parts = { ...this.#service, noticeWorkflows: { start }, logger }
    return [1, 2].map(() =>
      startPeriodicWork(createNoticeStarter(parts), {
        ...{ everyMs: 20, logger, whenItFails: 'Workflows of notices cannot be started' },
      }),
    )
  }

  async outcomeOf(noticeId: string): Promise<string | null> {
    const { outcome } = await this.#service.store
      .selectFrom('notice')
      .select('outcome')
      .where('id', '=', noticeId)
      .executeTakeFirstOrThrow()
    return outcome
  }

  /** What a Slack webhook has of the account, oldest first. */
  inSlack({ received }: SlackReceiver): string[] {
    return received
      .filter((message) => JSON.stringify(message).includes(`/accounts/${this.id}|`))
      .map(({ text }) => begunOrOver(text.startsWith('Over: ')))
  }

  /** What an address has of the account, oldest first. */
  mailed({ received }: MailReceiver, to: string): string[] {
    return received
      .filter(
        ({ text = '', recipients }) =>
          text.includes(`/accounts/${this.id}\n`) && recipients.includes(to),
      )
      .map(({ text = '' }) => begunOrOver(text.startsWith('Over: ')))
  }
}
