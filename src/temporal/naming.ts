/** How the Temporal UI names an account: its customer's name beside its id, and where our page of it is. */
import { inCode } from '../contracts/in-code.ts'
import type { Store } from '../store/database.ts'
import { findAccount } from '../store/accounts/accounts.ts'

export interface NamedAccount {
  readonly on24ClientId: string
  /** Null if the store does not know the account. */
  readonly name: string | null
  /** Our page of the account, for operators. */
  readonly pageUrl: string
}

export interface Naming {
  /** As it is named now. */
  of(on24ClientId: string): Promise<NamedAccount>
  pageUrl(on24ClientId: string): string
}

export function createNaming(store: Store, publicUrl: string): Naming {
  const pageUrl = (on24ClientId: string) => `${publicUrl}/accounts/${on24ClientId}`
  return {
    pageUrl,
    async of(on24ClientId) {
      const account = await findAccount(store, on24ClientId)
      return { on24ClientId, name: account?.name ?? null, pageUrl: pageUrl(on24ClientId) }
    },
  }
}

/** Temporal accepts summaries of 200 bytes, and our own words take up to 90 of them. */
const LONGEST_NAME_BYTES = 100

/** For summaries and details, in Markdown: `Brightwater` (ON24 client 22950). */
export function called({
  on24ClientId,
  name,
}: Pick<NamedAccount, 'on24ClientId' | 'name'>): string {
  const client = `ON24 client ${on24ClientId}`
  return name === null ? client : `${inCode(short(name))} (${client})`
}

/** The last line of details. */
export function pageLink({ pageUrl }: NamedAccount): string {
  return `\n\n[Open the account’s page](<${pageUrl}>)`
}

/** Without format characters: one of them can turn the order of everything that follows it. */
function short(name: string): string {
  const visible = name.replaceAll(/\p{Cf}/gu, '')
  if (Buffer.byteLength(visible) <= LONGEST_NAME_BYTES) return visible
  let cut = ''
  for (const character of visible) {
    if (Buffer.byteLength(`${cut}${character}…`) > LONGEST_NAME_BYTES) break
    cut += character
  }
  return `${cut}…`
}
