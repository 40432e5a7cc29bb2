/** The process tree of the service with the demo's vendors; it needs no settings. */
import { type Environment, parseConfig } from '../src/config/config.ts'
import {
  type ProcessTree,
  type ProcessTreeOptions,
  startProcessTree,
} from '../src/processes/process-tree.ts'
import { withDemoOperator } from './demo-operator.ts'
import { startDemoSandbox } from './demo-sandbox.ts'
import { withDemoSecrets } from './demo-secrets.ts'
import type { Demo } from './run-demo.ts'

export interface DemoTree extends Demo {
  readonly tree: ProcessTree
  close(): Promise<void>
}

export interface DemoTreeOptions extends Omit<ProcessTreeOptions, 'config'> {
  readonly env: Environment
  /** The caller holds its lock. */
  readonly dataDir: string
}

/** Throws ConfigError before it starts any part that needs settings; closes what it started if a part fails. */
export async function startDemoTree({
  env,
  dataDir,
  logger,
  say,
}: DemoTreeOptions): Promise<DemoTree> {
  const parts = new AsyncDisposableStack()
  try {
    const filled = withDemoOperator(await withDemoSecrets(env, dataDir))
    const { actOn } = parseConfig(filled, { mode: 'demo' })
    const sandbox = await startDemoSandbox(dataDir, actOn)
    parts.defer(() => sandbox.close())
    const vendors = { ON24_BASE_URL: sandbox.on24.url, ACTON_BASE_URL: sandbox.actOn.url }
    const config = parseConfig({ ...filled, ...vendors }, { mode: 'demo' })
    const [operator] = config.operatorTokens
    if (operator === undefined) throw new Error('The demo has no operator token.')
    const tree = await startProcessTree({ config, logger, say })
    parts.defer(() => tree.close())
    const web = { url: tree.webUrl, operatorToken: operator.token }
    return { tree, service: tree.service, sandbox, web, say, close: () => parts.disposeAsync() }
  } catch (error) {
    await parts.disposeAsync()
    throw error
  }
}
