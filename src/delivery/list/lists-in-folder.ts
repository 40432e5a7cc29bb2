/**
 * The lists in the account's own folder, read when the first webinar without a list needs them. All webinars share
 * this one read, because it pages through every list of the account.
 */
import type { ActOnClient } from '../../act-on/client.ts'
import type { ContactList } from '../../act-on/lists.ts'
import { type ReadOnce, readOnce } from './read-once.ts'

/** In Act-On's order. Lists created after the first call are missing here; the store has them. */
export type ListsInFolder = ReadOnce<readonly ContactList[]>

/** `signal` must outlive the delivery of a single webinar: other webinars wait for the same read. */
export function createListsInFolder(
  actOn: Pick<ActOnClient, 'listContactLists'>,
  folderName: string,
  signal: AbortSignal,
): ListsInFolder {
  return readOnce(() => readListsInFolder(actOn, folderName, signal))
}

/** The folder's name is the ON24 client id. A list that a user moved elsewhere is no longer ours. */
export async function readListsInFolder(
  actOn: Pick<ActOnClient, 'listContactLists'>,
  folderName: string,
  signal: AbortSignal,
): Promise<readonly ContactList[]> {
  const found: ContactList[] = []
  for await (const list of actOn.listContactLists({ signal })) {
    if (list.folderName === folderName) found.push(list)
  }
  return found
}
