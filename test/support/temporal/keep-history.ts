/** Checks that a new history replays, and, under `npm run save-histories`, saves it for the release. */
import type { Workflow, WorkflowHandle } from '@temporalio/client'
import { expect, inject } from 'vitest'
import packageJson from '../../../package.json' with { type: 'json' }
import { replay } from './replay.ts'
import { saveHistory } from './workflow-histories.ts'

/** @param what the history's name without the release: `<workflow>-<what>` */
export async function keepHistory(what: string, workflow: WorkflowHandle<Workflow>): Promise<void> {
  const history = await workflow.fetchHistory()
  const name = `${what}-${packageJson.version}`
  const replayed = await replay({ codePath: inject('workflowBundlePath') }, [{ name, history }])
  expect(replayed).toEqual({ [name]: null })
  if (process.env['SAVE_HISTORIES'] === '1') await saveHistory(name, history)
}
