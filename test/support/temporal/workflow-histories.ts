/** Workflow histories as files, which are saved from real workflows and read again for replay. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { History } from '@temporalio/common/lib/proto-utils.js'
// The package is CommonJS, and Node cannot detect its named exports.
import proto from '@temporalio/proto'
import { z } from 'zod'

const FOLDER = resolve('test/replay/histories')

// The SDK's historyToJSON must share one copy of protobufjs with @temporalio/proto, but npm installs several.
const HistoryMessage = proto.temporal.api.history.v1.History
const AS_TEXT = { enums: String, longs: String, bytes: String }

export interface SavedHistory {
  /** `<workflow>-<what>-<release>`, which is also the file name without `.json`. */
  readonly name: string
  readonly workflowType: string
  readonly history: History
}

export async function savedHistories(): Promise<SavedHistory[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.json')).toSorted()
  return Promise.all(
    files.map(async (file) => {
      const name = basename(file, '.json')
      const saved = z.looseObject({}).parse(JSON.parse(await readFile(join(FOLDER, file), 'utf8')))
      const workflowType = name.split('-')[0] ?? ''
      return { name, workflowType, history: HistoryMessage.fromObject(saved) }
    }),
  )
}

export async function saveHistory(name: string, history: History): Promise<void> {
  const text = JSON.stringify(asText(history), withoutMachine, 1)
  await writeFile(join(FOLDER, `${name}.json`), `${text}\n`)
}

function asText(history: History): object {
  return HistoryMessage.toObject(HistoryMessage.fromObject(history), AS_TEXT)
}

/** Removes details of the machine that made the run; replay ignores them. */
function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'identity') return 'worker'
  if (key === 'stackTrace') return ''
  if (key === 'taskQueue' && typeof value === 'object' && value !== null && 'kind' in value) {
    return value.kind === 'TASK_QUEUE_KIND_STICKY' ? { ...value, name: 'sticky' } : value
  }
  return value
}
