/** Checks whether an account's controller can run its tasks: after a release it may fail to replay its history. */
import type { Logger } from '../observability/logger.ts'
import type { Service } from '../service.ts'
import { setTrouble } from '../store/troubles/trouble-notices.ts'
import type { Controllers } from '../temporal/controllers.ts'

export async function checkController(
  parts: Pick<Service, 'store' | 'now'> & {
    readonly controllers: Pick<Controllers, 'canRun'>
    readonly logger: Logger
  },
  on24ClientId: string,
): Promise<void> {
  const { store, now, controllers, logger } = parts
  const canRun = await controllers.canRun(on24ClientId)
  if (canRun === null) return
  const { whyNot: detail } = canRun
  if (detail !== null) {
    logger.error({ on24ClientId, detail }, 'The controller of an account cannot run its tasks')
  }
  await setTrouble(store, on24ClientId, { kind: 'controllerStuck', detail, at: now() })
}
