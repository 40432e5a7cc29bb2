/**
 * Keeps a service's metrics, and the paths and query names of all its vendor calls, in the run's artefacts, which the
 * last suite searches for secrets.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { Metrics } from '../../../src/observability/metrics.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'

/** The name of a folder in the artefacts. Each service has a separate file in it. */
export type ArtefactKind = 'metrics' | 'calls'

export async function keepArtefacts(parts: {
  readonly metrics: Metrics
  readonly sandbox: Sandbox
}): Promise<void> {
  const calls = parts.sandbox.ledger
    .calls()
    .map(({ vendor, method, path, queryKeys }) => [vendor, method, path, ...queryKeys].join(' '))
  await leave('metrics', await parts.metrics.registry.metrics())
  await leave('calls', [...new Set(calls)].join('\n'))
}

async function leave(kind: ArtefactKind, text: string): Promise<void> {
  const folder = join(inject('artefacts'), kind)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${randomUUID()}.txt`), text)
}
