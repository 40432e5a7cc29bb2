/** In which folder each list of the Act-On account is, read once for all webinars of a comparison. */
import type { ActOnClient } from '../../act-on/client.ts'
import { type ReadOnce, readOnce } from './read-once.ts'

/** By list id. A list that was just created may be missing. */
export type ListFolders = ReadOnce<ReadonlyMap<string, string>>

/** `signal` must outlive the comparison of a single webinar: other webinars wait for the same read. */
export function createListFolders(
  actOn: Pick<ActOnClient, 'listContactLists'>,
  signal: AbortSignal,
): ListFolders {
  return readOnce(async () => {
    const folders = new Map<string, string>()
    for await (const { listId, folderName } of actOn.listContactLists({ signal })) {
      folders.set(listId, folderName)
    }
    return folders
  })
}
