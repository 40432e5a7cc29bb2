/** How many rows of each table belong to one account, at most, as far as anybody has looked. */
import { sql } from 'kysely'
import type { Store } from '../../../src/store/database.ts'

/** Tables without a column of the account, and the one through which their rows belong to it. */
const BY_RUN = ['run_webinar', 'scan', 'scan_page', 'verification', 'compared_list', 'finding']

export class AccountRows {
  readonly #store: Store
  readonly #on24ClientId: string
  readonly #most = new Map<string, number>()

  constructor(store: Store, on24ClientId: string) {
    this.#store = store
    this.#on24ClientId = on24ClientId
  }

  /** 0 for tables that belong to no account. All rows of a webinar wait before they become registrations. */
  of(table: string): number {
    return this.#most.get(table === 'waiting_row' ? 'registration' : table) ?? 0
  }

  async look(): Promise<void> {
    const { rows: tables } = await sql<{ name: string }>`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'on24_client_id'
    `.execute(this.#store)
    const ofAccount = sql`on24_client_id = ${this.#on24ClientId}`
    for (const { name } of tables) await this.#count(name, ofAccount)
    const ofRun = sql`run_key in (select run_key from run where ${ofAccount})`
    for (const name of BY_RUN) await this.#count(name, ofRun)
  }

  async #count(table: string, which: ReturnType<typeof sql>): Promise<void> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::float8 as count from ${sql.table(table)} where ${which}
    `.execute(this.#store)
    this.#most.set(table, Math.max(this.of(table), rows[0]?.count ?? 0))
  }
}
