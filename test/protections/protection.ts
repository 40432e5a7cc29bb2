import type { NamedTest } from './run-test.ts'

/** A protection: its edit that removes it from the source, and the test that then fails. */
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

/** For the usual protection, which is in one place. */
export function protection(name: string, edit: Edit, test: NamedTest): Protection {
  return { name, edits: [edit], test }
}
