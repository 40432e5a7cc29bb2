/** The processes of a comparison: the sandbox, the servers and the service. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { serviceEnv, startDatabase, startTemporal } from '../bench-servers.ts'
import type { Database } from './cases.ts'
import { type Child, startChild } from './child.ts'
import { SandboxFigures, type SandboxOrder, SandboxStarted, type ServiceOrder } from './orders.ts'
import { NODE_FLAGS } from '../node-flags.ts'

const SANDBOX = new URL('../sandbox-process.ts', import.meta.url)
const SERVICE = new URL('../service-process.ts', import.meta.url)

/** How the vendors are. */
export type Vendors = Omit<
  Extract<z.infer<typeof SandboxOrder>, { order: 'start' }>,
  'order' | 'startAt'
>

export type AskSandbox = (order: z.infer<typeof SandboxOrder>) => Promise<unknown>

export async function figuresOf(ask: AskSandbox): Promise<SandboxFigures> {
  return SandboxFigures.parse(await ask({ order: 'figures' }))
}

export async function startSandbox(
  vendors: Vendors,
  startAt: Date,
  parts: AsyncDisposableStack,
): Promise<{ readonly started: SandboxStarted; readonly ask: AskSandbox }> {
  // Its world is larger than Node allows by itself.
  const sandbox = kept(parts, startChild(SANDBOX, {}, ['--max-old-space-size=12000']))
  const ask: AskSandbox = (order) => sandbox.ask(order, z.unknown())
  return { started: SandboxStarted.parse(await ask({ order: 'start', startAt, ...vendors })), ask }
}

export interface LinkedService {
  readonly pid: number
  tell(order: z.infer<typeof ServiceOrder>): Promise<unknown>
}

/** Starts the service, without the web server, and links the sandbox's account. */
export async function startLinkedService(
  started: SandboxStarted,
  env: Readonly<Record<string, string>>,
  parts: AsyncDisposableStack,
): Promise<LinkedService> {
  const service = kept(
    parts,
    startChild(
      SERVICE,
      {
        ...serviceEnv(started),
        ...env,
        OPERATOR_TOKENS: `bench:${'bench-operator-token'.repeat(2)}`,
      },
      NODE_FLAGS,
    ),
  )
  const tell = (order: z.infer<typeof ServiceOrder>) => service.ask(order, z.unknown())
  await tell({ order: 'link', account: started.account })
  return { pid: service.pid, tell }
}

/** The environment that names them. */
export async function startStores(
  database: Database,
  parts: AsyncDisposableStack,
): Promise<Record<string, string>> {
  if (database === 'postgresql') {
    const databaseUrl = await startDatabase(parts)
    return { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: await startTemporal(parts, null) }
  }
  const folder = await mkdtemp(join(tmpdir(), 'on24-act-on-bench-'))
  parts.defer(() => rm(folder, { recursive: true, force: true }))
  const dbFile = join(folder, 'temporal.db')
  return { DATA_DIR: folder, TEMPORAL_ADDRESS: await startTemporal(parts, dbFile) }
}

export function kept(parts: AsyncDisposableStack, child: Child): Child {
  parts.defer(() => child.kill())
  return child
}
