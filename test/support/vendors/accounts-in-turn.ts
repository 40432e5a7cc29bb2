/** Hands out the accounts of a sandbox's world one after the other, so that no two tests share one. */
import { expect } from 'vitest'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import type { AccountSpec, WorldAccount } from '../../../sandbox/world/accounts.ts'

export function accountsInTurn({ world }: Sandbox): () => WorldAccount {
  let given = 0
  return () => {
    const account = world.accounts[given] ?? expect.fail('The world has no account left.')
    given += 1
    return account
  }
}

/** The accounts of a world: as they are given, or that many of any kind. */
export function accountSpecs(accounts: number | readonly AccountSpec[]): readonly AccountSpec[] {
  return typeof accounts === 'number' ? Array.from({ length: accounts }, () => ({})) : accounts
}
