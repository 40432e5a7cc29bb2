import type { NamedTest } from './run-test.ts'

/** What keeps somebody or something safe, how to take it out of the source, and the test that then turns red. */
export interface Protection {
  readonly name: string
  readonly edits: readonly Edit[]
  readonly test: NamedTest
}

export interface Edit {
  readonly file: string
  /** Stands in the file exactly once. */
  readonly from: string
  readonly to: string
}

/** For the usual one, which stands in one place. */
export function protection(name: string, edit: Edit, test: NamedTest): Protection {
  return { name, edits: [edit], test }
}
