/** The state and settings that all parts of the Act-On stand-in share. Wiring only; no rules. */
import type { DatabaseSync } from 'node:sqlite'
import type { SandboxClock } from '../clock.ts'
import type { ActOnKnobs } from './knobs.ts'
import { createAccounts } from './state/accounts.ts'
import type { Accounts } from './state/accounts.ts'
import { createContacts } from './state/contacts.ts'
import type { Contacts } from './state/contacts.ts'
import { createJobs } from './state/jobs.ts'
import type { Jobs } from './state/jobs.ts'
import { createLists } from './state/lists.ts'
import type { Lists } from './state/lists.ts'
import { createSignIns } from './state/sign-ins.ts'
import type { SignIns } from './state/sign-ins.ts'
import { createTokens } from './state/tokens.ts'
import type { Tokens } from './state/tokens.ts'

/** An application that may request tokens: ours, and others. */
export interface ActOnApplication {
  readonly clientId: string
  readonly clientSecret: string
}

export interface ActOnContext {
  readonly database: DatabaseSync
  readonly clock: SandboxClock
  readonly knobs: ActOnKnobs
  readonly applications: readonly ActOnApplication[]
  readonly accounts: Accounts
  readonly tokens: Tokens
  readonly signIns: SignIns
  readonly lists: Lists
  readonly contacts: Contacts
  readonly jobs: Jobs
}

export interface ContextParts {
  readonly database: DatabaseSync
  readonly clock: SandboxClock
  readonly knobs: ActOnKnobs
  readonly applications: readonly ActOnApplication[]
  readonly tokenMark: string
}

export function createContext(parts: ContextParts): ActOnContext {
  const { database, clock, knobs, applications } = parts
  return {
    database,
    clock,
    knobs,
    applications,
    accounts: createAccounts(database, knobs),
    tokens: createTokens(database, parts.tokenMark),
    signIns: createSignIns(database),
    lists: createLists(database),
    contacts: createContacts(database),
    jobs: createJobs(database),
  }
}
