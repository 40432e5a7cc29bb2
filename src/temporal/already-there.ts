/** Calls to Temporal for objects that may already exist, or may be missing. */
import {
  type Client,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type ScheduleOptions,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client'

/** Leaves an existing Schedule as it is. Returns true if it was created. */
export async function createSchedule(client: Client, options: ScheduleOptions): Promise<boolean> {
  try {
    await client.schedule.create(options)
    return true
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    return false
  }
}

/** Null if there is no such Schedule. */
export async function ofSchedule<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error
    return null
  }
}

/** Whether the newest run of the workflow has not ended. False if there is no such workflow. */
export async function isWorkflowOpen(client: Client, workflowId: string): Promise<boolean> {
  try {
    return (await client.workflow.getHandle(workflowId).describe()).status.name === 'RUNNING'
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error
    return false
  }
}

/**
 * Returns true if the workflow was started, false if one with its id is open. `start` sets the conflict policy FAIL:
 * USE_EXISTING would also leave the open one alone, but not report it.
 */
export async function startUnlessOpen(start: () => Promise<unknown>): Promise<boolean> {
  try {
    await start()
    return true
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    return false
  }
}
