/** Every contact list of the Act-On account, read once for all webinars of a comparison. */
import type { ActOnClient } from '../../act-on/client.ts'
import type { ContactList } from '../../act-on/lists.ts'
import { type ReadOnce, readOnce } from './read-once.ts'

/** A list that was just created may be missing. */
export type AllLists = ReadOnce<readonly ContactList[]>

/** `signal` must outlive the comparison of a single webinar: other webinars wait for the same read. */
export function createAllLists(
  actOn: Pick<ActOnClient, 'listContactLists'>,
  signal: AbortSignal,
): AllLists {
  return readOnce(async () => {
    const lists: ContactList[] = []
    for await (const list of actOn.listContactLists({ signal })) lists.push(list)
    return lists
  })
}
