/** Comparisons of Act-On with ON24, and what they found: ids and names of columns, never values. */
import type { Generated } from 'kysely'
import type { FindingKind } from '../../contracts/finding.ts'
import type { Json, NullableTime, Time } from './column-types.ts'

/** The run of a comparison has its times and its calls. */
export interface VerificationTable {
  runKey: string
  /** It restores missing rows and edited cells, and removes rows that should not be there. */
  repair: boolean
  /** It writes to Act-On what ON24 has changed. */
  writes: boolean
}

export interface ComparedListTable {
  runKey: string
  eventId: string
  /** Rows of the list that belong to a registration of ours. */
  contacts: number
  comparedAt: Time
  /** How often this run has tried to remove rows that should not be there. */
  removalTries: Generated<number>
}

export interface FindingTable {
  runKey: string
  eventId: string
  /** From 1 in each list. */
  number: number
  kind: FindingKind
  /** Null for a finding about the whole list. */
  registrantId: string | null
  columns: Json<readonly string[]>
  /** Act-On's id of a row that should not be there. */
  recordId: string | null
  repairedAt: NullableTime
}
