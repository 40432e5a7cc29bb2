import type { Service } from '../service.ts'
import { isTemporalAway } from '../temporal/temporal-away.ts'

/** Whether the workflow of a backfill or a comparison has not ended. True while Temporal does not answer. */
export async function mayBeOpen(
  { accountWork }: { readonly accountWork: Pick<Service['accountWork'], 'isOpen'> },
  workflowId: string,
): Promise<boolean> {
  try {
    return await accountWork.isOpen(workflowId)
  } catch (error) {
    if (!isTemporalAway(error)) throw error
    return true
  }
}
