/** Opens PGlite, PostgreSQL as WebAssembly in this process, with little memory. */
import { setFlagsFromString } from 'node:v8'
import { PGlite, types } from '@electric-sql/pglite'

/**
 * The cache of table pages, which PGlite allocates whole at its start. The file system's cache holds the rest. A larger
 * one makes no difference to a run; the default takes 160 MB.
 */
const SHARED_BUFFERS = '16MB'

/**
 * V8 does not optimize WebAssembly with these: optimizing PostgreSQL's interpreter of expressions takes 600 MB and three
 * seconds of a processor once, and makes the database a fifth faster.
 */
const BASELINE_CODE = ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']

/** Numbers of 64 bits are read as text, as the driver of PostgreSQL does: not all of them are safe in JavaScript. */
const PARSERS = { [types.INT8]: (value: string) => value }

/** @param folder left out: in memory. Two processes on one folder lose rows without an error: lock it first. */
export async function openPglite(folder?: string): Promise<PGlite> {
  for (const flag of BASELINE_CODE) setFlagsFromString(flag)
  const pglite = new PGlite({
    ...(folder !== undefined && { dataDir: folder }),
    parsers: PARSERS,
    initDbStartParams: ['-c', `shared_buffers=${SHARED_BUFFERS}`],
    startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${SHARED_BUFFERS}`],
  })
  await pglite.waitReady
  return pglite
}
