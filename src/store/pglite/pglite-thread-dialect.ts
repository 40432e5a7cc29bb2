/**
 * Kysely's dialect for PGlite in a thread of its own. PostgreSQL as WebAssembly computes for as long as a statement takes:
 * in the thread of everything else, heartbeats, pages and calls to the vendors would wait meanwhile.
 */
import { Worker } from 'node:worker_threads'
import {
  AbortedTransactionError,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PGliteAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Answer, Failure, Question, Step } from './thread-messages.ts'

/** @param folder left out: in memory. Two processes on one folder lose rows without an error: lock it first. */
export function pgliteThreadDialect(folder?: string): Dialect {
  return {
    createAdapter: () => new PGliteAdapter(),
    createDriver: () => driverOf(folder),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

/** Kysely asks for one thing at a time, because the adapter says that there is one connection. */
function driverOf(folder: string | undefined): Driver {
  const thread = new PgliteThread(folder)
  const connection: DatabaseConnection = {
    executeQuery: async ({ sql, parameters }: CompiledQuery) =>
      (await thread.ask({ ask: 'query', sql, parameters })) ?? NO_ROWS,
    streamQuery: () => {
      throw new Error('PGlite does not stream rows.')
    },
  }
  const tell = async (ask: Step) => {
    await thread.ask({ ask })
  }
  return {
    init: () => {
      thread.start()
      return tell('init')
    },
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: () => Promise.resolve(),
    beginTransaction: () => tell('begin'),
    commitTransaction: () => tell('commit'),
    rollbackTransaction: () => tell('rollback'),
    destroy: () => tell('destroy'),
  }
}

const NO_ROWS: QueryResult<never> = { rows: [] }

class PgliteThread {
  readonly #folder: string | undefined
  #worker: Worker | undefined
  #waiting: PromiseWithResolvers<QueryResult<never> | undefined> | null = null
  #end: Error | null = null

  constructor(folder: string | undefined) {
    this.#folder = folder
  }

  start(): void {
    const worker = new Worker(new URL('./pglite-thread.ts', import.meta.url), {
      workerData: { folder: this.#folder },
    })
    worker.on('message', (answer: Answer) => {
      if ('failure' in answer) this.#waiting?.reject(errorOf(answer.failure))
      else this.#waiting?.resolve(answer.result)
    })
    worker.on('error', (error: unknown) => {
      this.#endWith(new Error('The thread of the embedded database failed.', { cause: error }))
    })
    worker.on('exit', () => {
      this.#endWith(new Error('The thread of the embedded database has ended.'))
    })
    this.#worker = worker
  }

  ask(question: Question): Promise<QueryResult<never> | undefined> {
    if (this.#end !== null) return Promise.reject(this.#end)
    this.#waiting = Promise.withResolvers()
    this.#worker?.postMessage(question)
    return this.#waiting.promise
  }

  #endWith(error: Error): void {
    this.#end ??= error
    this.#waiting?.reject(this.#end)
  }
}

function errorOf({ message, code, constraint, isAborted }: Failure): Error {
  if (isAborted) return new AbortedTransactionError()
  return Object.assign(new Error(message), {
    ...(code !== undefined && { code }),
    ...(constraint !== undefined && { constraint }),
  })
}
