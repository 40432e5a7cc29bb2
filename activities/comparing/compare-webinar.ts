/** Compares the list of one webinar with ON24, and stores what was found and what is to be written. */
import type { ActOnClient } from '../../src/act-on/client.ts'
import { ActOnListGone } from '../../src/act-on/errors.ts'
import { ListComparison } from '../../src/reading/compare-list.ts'
import { type ExpectedList, expectedList } from '../../src/reading/expected-list.ts'
import type { ComparisonMode } from '../../src/contracts/comparison.ts'
import type { NewFinding, UnknownRow } from '../../src/contracts/finding.ts'
import type { AccountCipher } from '../../src/crypto/account-cipher.ts'
import { NO_HASH, type RowHashes } from '../../src/reading/row-hashes.ts'
import { type ColumnPlan, planColumns } from '../../src/mapping/column-plan.ts'
import type { AllLists } from '../../src/delivery/list/all-lists.ts'
import { findOurList } from '../../src/delivery/list/find-our-list.ts'
import { knownRows } from '../../src/store/rows/stored/known-rows.ts'
import { registrationsOf } from '../../src/store/rows/stored/registrations.ts'
import { waitingRowsOf } from '../../src/store/rows/stored/waiting-rows.ts'
import { isCompared, openRemovals } from '../../src/store/verifications/findings.ts'
import { type FoundRow, saveComparison } from '../../src/store/verifications/save-comparison.ts'
import { saveReadIn } from '../../src/store/rows/save-read.ts'
import { removedRegistrants } from '../../src/store/rows/stored/removed-registrants.ts'
import { adoptList, zoneOfRows } from '../../src/store/webinars/act-on-lists.ts'
import { noteActivity } from '../../src/store/webinars/discovered-webinars.ts'
import { isOpenNow } from '../../src/store/webinars/open-webinars.ts'
import { getWebinar, type WebinarRow } from '../../src/store/webinars/webinars.ts'
import {
  type PeopleRead,
  readPeople,
  readWebinar,
  readToSave,
  type WebinarRead,
} from '../reading/read-webinar.ts'

export interface WebinarComparison extends WebinarRead {
  readonly actOn: ActOnClient
  readonly lists: AllLists
  readonly mode: ComparisonMode
}

/** Throws as `readWebinar` does, and the errors of the Act-On client. */
export async function compareWebinar(comparison: WebinarComparison): Promise<void> {
  const { store, cipher, eventId, runKey, mode, signal, now } = comparison
  // Its rows could not be sent as they were: it is only read once more.
  if (await isCompared(store, runKey, eventId)) await readWebinar(comparison)
  else {
    const read = await readPeople(comparison)
    await noteLatestActivity(comparison, read)
    // After the read, which may have stored the webinar anew.
    const webinar = await withList(comparison)
    const expected = await expectedFrom(comparison, webinar, read)
    const list = await compareWithList(comparison, webinar, expected)
    // After a lost lease another run may have changed what is known of the rows.
    signal.throwIfAborted()
    const result = { ...list, mode, at: now() }
    await saveComparison(store, comparison, result, (tx) =>
      saveReadIn(tx, cipher, readToSave(comparison, read)),
    )
  }
  if (mode.repair) await openRemovals(store, runKey)
}

/** If this read shows new activity, the webinar is open: the next run reads it, whoever has found it first. */
async function noteLatestActivity(
  { store, on24ClientId, eventId }: WebinarComparison,
  { latestActivityAt, readStartedAt }: PeopleRead,
): Promise<void> {
  await noteActivity(store, on24ClientId, new Map([[eventId, latestActivityAt]]), readStartedAt)
}

/** A store that was restored or lost may not know the list, and no run looks for it unless it has rows to write. */
async function withList(comparison: WebinarComparison): Promise<WebinarRow> {
  const { store, lists, on24ClientId, eventId, signal } = comparison
  const webinar = await getWebinar(store, on24ClientId, eventId)
  if (webinar.listId !== null) return webinar
  const inFolder = (await lists.read()).filter(({ folderName }) => folderName === on24ClientId)
  const found = await findOurList(comparison, webinar, inFolder)
  if (found === null) return webinar
  signal.throwIfAborted()
  await adoptList(store, webinar, found)
  return getWebinar(store, on24ClientId, eventId)
}

async function expectedFrom(
  comparison: WebinarComparison,
  webinar: WebinarRow,
  { people }: PeopleRead,
): Promise<ExpectedList> {
  const { store, cipher, on24ClientId, eventId, now } = comparison
  const waiting = await waitingRowsOf(store, on24ClientId, eventId)
  const registrations = await registrationsOf(store, on24ClientId, eventId)
  return expectedList(
    {
      people,
      known: knownRows(registrations, waiting),
      waiting: new Set(waiting.map(({ registrantId }) => registrantId)),
      removed: await removedRegistrants(store, on24ClientId, eventId),
      isOpen: await isOpenNow(store, on24ClientId, eventId, now()),
    },
    {
      hash: cipher.hash,
      timeZone: zoneOfRows(webinar, comparison.timeZone),
      cancelledRegistrants: comparison.cancelledRegistrants,
    },
  )
}

interface ComparedList {
  readonly contacts: number
  readonly findings: readonly NewFinding[]
  readonly isGone: boolean
  readonly areRowsCompared: boolean
  /** Rows whose confirmed content is not in the list. */
  readonly notAsConfirmed: readonly FoundRow[]
  /** Rows in the list of which the store does not know. */
  readonly unknown: readonly RowHashes[]
}

async function compareWithList(
  { actOn, cipher, lists, on24ClientId, signal }: WebinarComparison,
  { listId }: WebinarRow,
  expected: ExpectedList,
): Promise<ComparedList> {
  if (listId === null) return { contacts: 0, findings: missingFrom(expected), ...NOTHING }
  try {
    const compared = await downloadAndCompare(actOn, listId, expected, signal)
    const list = (await lists.read()).find((one) => one.listId === listId)
    const moved: NewFinding[] =
      list === undefined || list.folderName === on24ClientId
        ? []
        : [{ kind: 'listMoved', registrantId: null, columns: [] }]
    return {
      contacts: compared.contacts,
      findings: [...moved, ...compared.findings],
      isGone: false,
      areRowsCompared: compared.areRowsCompared,
      notAsConfirmed: compared.findings.flatMap((finding) => notAsConfirmed(finding, cipher)),
      unknown: compared.findings.flatMap(({ unknownRow }) =>
        unknownRow === undefined ? [] : [unconfirmed(unknownRow, cipher)],
      ),
    }
  } catch (error) {
    if (!(error instanceof ActOnListGone)) throw error
    const gone: NewFinding = { kind: 'listGone', registrantId: null, columns: [] }
    return { ...NOTHING, contacts: 0, findings: [gone, ...missingFrom(expected)], isGone: true }
  }
}

function notAsConfirmed(
  { kind, registrantId, isMissedByUpsert }: NewFinding,
  cipher: AccountCipher,
): FoundRow[] {
  if (registrantId === null) return []
  if (kind !== 'missing' && kind !== 'different' && kind !== 'userEdited') return []
  const addressHash = isMissedByUpsert ? atNobodysAddress(cipher, registrantId) : null
  return [{ registrantId, kind, addressHash }]
}

/**
 * Where a user has put the row may be somebody else's address, who has a row there, too, and must keep it; and of
 * several rows at one address Act-On picks the one that an upsert changes. With the hash of no address at all the row
 * is moved as any other: it is found by its registrant id.
 */
function atNobodysAddress({ hash }: AccountCipher, registrantId: string): string {
  return hash(`registrant ${registrantId}`)
}

/** Without the columns Email Address and ON24 Registrant ID no row can be identified, so none is compared. */
async function downloadAndCompare(
  actOn: ActOnClient,
  listId: string,
  expected: ExpectedList,
  signal: AbortSignal,
): Promise<Pick<ComparedList, 'contacts' | 'findings' | 'areRowsCompared'>> {
  let comparison: ListComparison | null = null
  let columns: readonly NewFinding[] = []
  for await (const { headings, rows } of actOn.downloadList(listId, {}, { signal })) {
    if (comparison === null) {
      const plan = planColumns(headings)
      columns = missingColumns(plan)
      if (plan.emailHeading === null || plan.registrantIdHeading === null) break
      comparison = new ListComparison(plan, expected)
    }
    for (const row of rows) comparison.add(row)
  }
  if (comparison === null) return { contacts: 0, findings: columns, areRowsCompared: false }
  const findings = [...columns, ...comparison.findings()]
  return { contacts: comparison.contacts, findings, areRowsCompared: true }
}

function missingColumns({ missing }: ColumnPlan): NewFinding[] {
  return missing.length === 0
    ? []
    : [{ kind: 'columnMissing', registrantId: null, columns: missing }]
}

const NOTHING = { isGone: false, areRowsCompared: true, notAsConfirmed: [], unknown: [] }

function unconfirmed({ email, ...row }: UnknownRow, { hash }: AccountCipher): RowHashes {
  return { ...row, addressHash: hash(email), registrationHash: NO_HASH, activityHash: NO_HASH }
}

function missingFrom({ rows }: ExpectedList): NewFinding[] {
  return rows.map(({ registrantId }) => ({ kind: 'missing', registrantId, columns: [] }))
}
