/** What the threads tell each other: one question at a time, and one answer to each. */
import type { QueryResult } from 'kysely'

export type Question =
  | { readonly ask: 'query'; readonly sql: string; readonly parameters: readonly unknown[] }
  | { readonly ask: Step }

export type Answer =
  /** Only who asks knows the type of the rows. */
  { readonly result: QueryResult<never> | undefined } | { readonly failure: Failure }

/** What takes no parameters. */
export type Step = 'init' | 'begin' | 'commit' | 'rollback' | 'destroy'

/** An error loses its own fields on the way between threads. Those that anybody asks for are named here. */
export interface Failure {
  readonly message: string
  /** The error code of PostgreSQL, SQLSTATE. */
  readonly code?: string | undefined
  readonly constraint?: string | undefined
  /** A commit has been answered with a rollback. */
  readonly isAborted: boolean
}
