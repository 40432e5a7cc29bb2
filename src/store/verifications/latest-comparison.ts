/** What the newest comparison of a webinar's list found of one registration. */
import { sql } from 'kysely'
import { type LatestComparison, ROW_FINDING_KINDS } from '../../contracts/finding.ts'
import { EMAIL_HEADING, REGISTRANT_ID_HEADING } from '../../mapping/field-table.ts'
import type { Store } from '../database.ts'

/** Null without one, or if that list does not exist any more: then the service has made another one, or makes it. */
export async function latestComparison(
  store: Store,
  on24ClientId: string,
  { eventId, registrantId }: { readonly eventId: string; readonly registrantId: string },
): Promise<LatestComparison | null> {
  const compared = await store
    .selectFrom('comparedList')
    .innerJoin('run', 'run.runKey', 'comparedList.runKey')
    .select(['comparedList.runKey', 'comparedAt'])
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where(
      sql<boolean>`not exists (
        select from journal_entry as lost
        where lost.on24_client_id = ${on24ClientId} and lost.event_id = ${eventId}
          and lost.outcome = 'listGone' and lost.ended_at >= compared_at
      )`,
    )
    .orderBy('comparedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (compared === undefined) return null
  const { runKey, comparedAt } = compared
  const found = await store
    .selectFrom('finding')
    .select(['kind', 'registrantId', 'columns', 'repairedAt'])
    .where('runKey', '=', runKey)
    .where('eventId', '=', eventId)
    .where((finding) =>
      finding.or([finding('registrantId', '=', registrantId), finding('registrantId', 'is', null)]),
    )
    .orderBy('number')
    .execute()
  return {
    comparedAt,
    isListGone: found.some(({ kind }) => kind === 'listGone'),
    areRowsKnown: !found.some(
      ({ kind, columns }) =>
        kind === 'columnMissing' &&
        [EMAIL_HEADING, REGISTRANT_ID_HEADING].some((heading) => columns.includes(heading)),
    ),
    findings: found.flatMap(({ kind: found, columns, repairedAt }) => {
      const kind = ROW_FINDING_KINDS.find((one) => one === found)
      return kind === undefined ? [] : [{ kind, columns, repairedAt }]
    }),
  }
}
