/** Comparisons and their findings as operators see them, page by page. */
import { sql } from 'kysely'
import { z } from 'zod'
import type { Finding, Verification } from '../../api/verification.ts'
import type { FindingKind } from '../../contracts/finding.ts'
import type { Store } from '../database.ts'
import {
  ANY,
  MicrosKey,
  microsOf,
  type Page,
  pageFrom,
  type PageRequest,
  readCursor,
  timeAt,
} from '../page-cursor.ts'
import { COMPARISON_KIND } from './verifications.ts'

const Cursor = z.tuple([MicrosKey, z.string()])

const countOf = (kind: FindingKind) =>
  sql<number>`(
    select count(*)::float8 from finding where finding.run_key = run.run_key and kind = ${kind}
  )`

/**
 * SQL condition on `compared_list` and `run`: the webinar had a list then. Webinars that were read without one are
 * compared, too, because a restored store may not know their lists.
 */
const HAD_LIST = sql<boolean>`(
  contacts > 0
  or exists (
    select from finding
    where finding.run_key = compared_list.run_key and finding.event_id = compared_list.event_id
      and kind = 'listGone'
  )
  or exists (
    select from webinar
    where webinar.on24_client_id = run.on24_client_id and webinar.event_id = compared_list.event_id
      and list_id is not null
      and (list_create_started_at is null or list_create_started_at <= compared_at)
  )
)`

/** How many lists a comparison has compared so far. */
export async function countComparedLists(store: Store, runKey: string): Promise<number> {
  const { lists } = await store
    .selectFrom('comparedList')
    .innerJoin('run', 'run.runKey', 'comparedList.runKey')
    .select(sql<number>`count(*)::float8`.as('lists'))
    .where('run.runKey', '=', runKey)
    .where(HAD_LIST)
    .executeTakeFirstOrThrow()
  return lists
}

export interface VerificationListRequest extends PageRequest {
  readonly repair?: boolean
}

/** Newest first. Throws CursorUnknown. */
export async function listVerifications(
  store: Store,
  on24ClientId: string,
  { repair, limit, cursor }: VerificationListRequest,
): Promise<Page<Verification>> {
  const last = cursor === undefined ? null : readCursor(Cursor, cursor)
  const rows = await store
    .selectFrom('verification')
    .innerJoin('run', 'run.runKey', 'verification.runKey')
    .select([
      'run.runKey',
      'startedAt',
      'finishedAt',
      'repair',
      'workflowId',
      'runId',
      COMPARISON_KIND.as('kind'),
      microsOf(sql`started_at`).as('key'),
      sql<number>`(
        select count(*)::float8 from compared_list
        where compared_list.run_key = run.run_key and ${HAD_LIST}
      )`.as('lists'),
      sql<number>`(
        select coalesce(sum(contacts), 0)::float8 from compared_list
        where compared_list.run_key = run.run_key
      )`.as('contacts'),
      countOf('missing').as('missing'),
      countOf('extra').as('extra'),
      countOf('duplicate').as('duplicate'),
      countOf('different').as('different'),
      countOf('userEdited').as('userEdited'),
      sql<number>`(
        select count(*)::float8 from finding
        where finding.run_key = run.run_key and repaired_at is not null
      )`.as('repaired'),
    ])
    .where('on24ClientId', '=', on24ClientId)
    .where(repair === undefined ? ANY : sql<boolean>`repair = ${repair}`)
    .where(
      last === null
        ? ANY
        : sql<boolean>`(started_at, run.run_key) < (${timeAt(last[0])}, ${last[1]})`,
    )
    .orderBy('startedAt', 'desc')
    .orderBy('run.runKey', 'desc')
    .limit(limit + 1)
    .execute()
  const page = pageFrom(rows, limit, (row) => [row.key, row.runKey])
  const items = page.items.map((row) => ({
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    kind: row.kind,
    repair: row.repair,
    workflowId: row.workflowId,
    runId: row.runId,
    lists: row.lists,
    contacts: row.contacts,
    missing: row.missing,
    extra: row.extra,
    duplicate: row.duplicate,
    different: row.different,
    userEdited: row.userEdited,
    repaired: row.repaired,
  }))
  return { items, nextCursor: page.nextCursor }
}

export interface FoundVerification extends Pick<Verification, 'kind' | 'workflowId' | 'runId'> {
  readonly runKey: string
  readonly finishedAt: Date | null
}

/** The comparison that began within this millisecond; null if there is none. */
export async function findVerification(
  store: Store,
  on24ClientId: string,
  startedAt: Date,
): Promise<FoundVerification | null> {
  const found = await store
    .selectFrom('verification')
    .innerJoin('run', 'run.runKey', 'verification.runKey')
    .select(['run.runKey', 'workflowId', 'runId', 'finishedAt', COMPARISON_KIND.as('kind')])
    .where('on24ClientId', '=', on24ClientId)
    .where(
      sql<boolean>`date_trunc('milliseconds', started_at) = ${startedAt.toISOString()}::timestamptz`,
    )
    .executeTakeFirst()
  return found ?? null
}

export interface FindingListRequest extends PageRequest {
  readonly kind?: FindingKind
  readonly eventId?: string
  readonly repaired?: boolean
}

const FindingCursor = z.tuple([z.string(), z.string().regex(/^\d{1,9}$/)])

/** By webinar. Throws CursorUnknown. */
export async function listFindings(
  store: Store,
  runKey: string,
  { kind, eventId, repaired, limit, cursor }: FindingListRequest,
): Promise<Page<Finding>> {
  const last = cursor === undefined ? null : readCursor(FindingCursor, cursor)
  const rows = await store
    .selectFrom('finding')
    .selectAll()
    .where('runKey', '=', runKey)
    .where(kind === undefined ? ANY : sql<boolean>`kind = ${kind}`)
    .where(eventId === undefined ? ANY : sql<boolean>`event_id = ${eventId}`)
    .where(repaired === undefined ? ANY : sql<boolean>`(repaired_at is not null) = ${repaired}`)
    .where(
      last === null ? ANY : sql<boolean>`(event_id, number) > (${last[0]}, ${last[1]}::integer)`,
    )
    .orderBy('eventId')
    .orderBy('number')
    .limit(limit + 1)
    .execute()
  const page = pageFrom(rows, limit, (row) => [row.eventId, String(row.number)])
  const items = page.items.map((row) => ({
    eventId: row.eventId,
    kind: row.kind,
    on24RegistrantId: row.registrantId,
    columns: [...row.columns],
    repairedAt: row.repairedAt?.toISOString() ?? null,
  }))
  return { items, nextCursor: page.nextCursor }
}
