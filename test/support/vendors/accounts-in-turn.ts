/** Hands out the accounts of a sandbox's world one after the other, so that no two tests share one. */
import { expect } from 'vitest'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import type { WorldAccount } from '../../../sandbox/world/accounts.ts'

export function accountsInTurn({ world }: Sandbox): () => WorldAccount {
  let given = 0
  return () => {
    const account = world.accounts[given] ?? expect.fail('The world has no account left.')
    given += 1
    return account
  }
}
