import { expect, test } from 'vitest'
import type { ContactList } from '../../../src/act-on/lists.ts'
import { createListsInFolder } from '../../../src/delivery/list/lists-in-folder.ts'

const ours: ContactList = { listId: 'l-0001', name: 'One (1)', folderName: '22950' }
const theirs: ContactList = { listId: 'l-0002', name: 'One (1)', folderName: '22950 old' }

/** An Act-On client that answers each listing with the next of these, and counts the listings. */
function actOnWith(...answers: (readonly ContactList[] | Error)[]) {
  let looks = 0
  return {
    looks: () => looks,
    async *listContactLists() {
      const answer = answers[looks] ?? []
      looks += 1
      await Promise.resolve()
      if (answer instanceof Error) throw answer
      yield* answer
    },
  }
}

const { signal } = new AbortController()

test('webinars that are delivered in parallel share one listing of the account’s own folder', async () => {
  const actOn = actOnWith([theirs, ours])
  const lists = createListsInFolder(actOn, '22950', signal)
  expect(await Promise.all([lists.read(), lists.read()])).toEqual([[ours], [ours]])
  expect(await lists.read()).toEqual([ours])
  expect(actOn.looks()).toBe(1)
})

test('a failed listing fails for all its callers, and is not reused', async () => {
  const actOn = actOnWith(new Error('down'), [ours])
  const lists = createListsInFolder(actOn, '22950', signal)
  const ends = await Promise.allSettled([lists.read(), lists.read()])
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await lists.read()).toEqual([ours])
  expect(actOn.looks()).toBe(2)
})

test('after a list turned out to be deleted the listing is read again', async () => {
  const actOn = actOnWith([ours], [])
  const lists = createListsInFolder(actOn, '22950', signal)
  expect(await lists.read()).toEqual([ours])
  lists.forget()
  expect(await lists.read()).toEqual([])
})
