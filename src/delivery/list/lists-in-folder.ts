/**
 * The lists in the account's own folder, read when the first webinar without a list needs them. All webinars share
 * this one read, because it pages through every list of the account.
 */
import type { ActOnClient } from '../../act-on/client.ts'
import type { ContactList } from '../../act-on/lists.ts'

export interface ListsInFolder {
  /** In Act-On's order. Lists created after the first call are missing here; the store has them. */
  read(): Promise<readonly ContactList[]>
  /** The next call reads them again. */
  forget(): void
}

/** `signal` must outlive the delivery of a single webinar: other webinars wait for the same read. */
export function createListsInFolder(
  actOn: Pick<ActOnClient, 'listContactLists'>,
  folderName: string,
  signal: AbortSignal,
): ListsInFolder {
  let known: Promise<readonly ContactList[]> | null = null
  return {
    async read() {
      const mine = (known ??= readListsInFolder(actOn, folderName, signal))
      try {
        return await mine
      } catch (error) {
        // A failed read is not kept.
        if (known === mine) known = null
        throw error
      }
    },
    forget() {
      known = null
    },
  }
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
