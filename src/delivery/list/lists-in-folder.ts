/**
 * The lists in the account's own folder, as Act-On had them when the first of several webinars without a list
 * came: all of them share one look, because a look pages through every list of the account.
 */
import type { ActOnClient } from '../../act-on/client.ts'
import type { ContactList } from '../../act-on/lists.ts'

export interface ListsInFolder {
  /** In Act-On's order. Of lists made since the first call only the store knows. */
  read(): Promise<readonly ContactList[]>
  /** The next call looks again. */
  forget(): void
}

/** `signal` must outlive the delivery of a single webinar: others wait for the same look. */
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
        // A look that failed is no answer.
        if (known === mine) known = null
        throw error
      }
    },
    forget() {
      known = null
    },
  }
}

/** The folder is named like the ON24 client. A list that a user moved elsewhere is none of ours any more. */
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
