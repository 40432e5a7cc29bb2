/** In which folder each list of the Act-On account is, read once for all webinars of a comparison. */
import type { ActOnClient } from '../../act-on/client.ts'

export interface ListFolders {
  /** Null for a list that is not shown: one that was just created may appear late. */
  folderOf(listId: string): Promise<string | null>
}

/** `signal` must outlive the comparison of a single webinar: other webinars wait for the same read. */
export function createListFolders(
  actOn: Pick<ActOnClient, 'listContactLists'>,
  signal: AbortSignal,
): ListFolders {
  let known: Promise<ReadonlyMap<string, string>> | null = null
  const read = async () => {
    const folders = new Map<string, string>()
    for await (const { listId, folderName } of actOn.listContactLists({ signal })) {
      folders.set(listId, folderName)
    }
    return folders
  }
  return {
    async folderOf(listId) {
      const mine = (known ??= read())
      try {
        return (await mine).get(listId) ?? null
      } catch (error) {
        // A failed read is not kept.
        if (known === mine) known = null
        throw error
      }
    },
  }
}
