import type { Service } from '../service.ts'
import { isTemporalAway } from '../temporal/temporal-away.ts'

/** Whether the workflow of a backfill or a comparison has not ended. True while Temporal does not answer. */
export async function mayBeOpen(
  { comparisons }: { readonly comparisons: Pick<Service['comparisons'], 'isOpen'> },
  workflowId: string,
): Promise<boolean> {
  try {
    return await comparisons.isOpen(workflowId)
  } catch (error) {
    if (!isTemporalAway(error)) throw error
    return true
  }
}
