import type { NamedTest } from './run-test.ts'

/** A protection: the edits that remove it from the source, and the test that fails without it. */
export interface Protection {
  readonly name: string
  readonly edits: readonly Edit[]
  readonly test: NamedTest
}

export interface Edit {
  readonly file: string
  /** Occurs in the file exactly once. */
  readonly from: string
  readonly to: string
}

/** Most protections are removed by a single edit. */
export function protection(name: string, edit: Edit, test: NamedTest): Protection {
  return { name, edits: [edit], test }
}
