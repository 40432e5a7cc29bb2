/** The command that says what is wrong, in one account or in all. */
import type { Command } from 'commander'
import type { Account } from '../api/account.ts'
import { routes } from '../api/routes.ts'
import { countOf, plain, timeOf } from './format.ts'
import { describeCommand, type OpenSession, print, type Session } from './session.ts'
import type { Terminal } from './terminal.ts'
import { type AccountTrouble, worstFirst } from './troubles.ts'

/** The most accounts that the API returns at once. */
const PAGE = '200'

export function addTroubleCommand(program: Command, open: OpenSession): void {
  describeCommand(program.command('trouble [id]'), routes.listAccounts, [
    'trouble',
    'trouble 22950 --json',
  ])
    .description('Say what is wrong in all accounts, or in one: worst first, with what to do.')
    .action(async (id: string | undefined) => {
      const session = await open()
      const accounts = await (id === undefined ? allAccounts(session) : oneAccount(session, id))
      const troubles = worstFirst(accounts)
      print(session, JSON.stringify(troubles), () =>
        troubles.length === 0
          ? 'No trouble.'
          : troubles.map((trouble) => textOf(trouble, session.terminal.paint)).join('\n\n'),
      )
    })
}

async function oneAccount({ api }: Session, id: string): Promise<Account[]> {
  const call = { params: { id }, query: {}, body: undefined }
  return [(await api.ask(routes.getAccount, call)).value]
}

async function allAccounts({ api }: Session): Promise<Account[]> {
  const accounts: Account[] = []
  let cursor: string | null | undefined
  while (cursor !== null) {
    const query = { limit: PAGE, ...(cursor !== undefined && { cursor }) }
    const call = { params: {}, query, body: undefined }
    const { value } = await api.ask(routes.listAccounts, call)
    accounts.push(...value.items)
    cursor = value.nextCursor
  }
  return accounts
}

/** The first line says which and where, the others what it is and what to do. */
function textOf(trouble: AccountTrouble, paint: Terminal['paint']): string {
  const { on24ClientId, name, kind, eventId, since, rows, message, nextStep } = trouble
  const first = [
    `${on24ClientId} ${plain(name)}: ${paint('yellow', kind)}`,
    ...(eventId === null ? [] : [`webinar ${eventId}`]),
    ...(rows === 0 ? [] : [rows === 1 ? '1 row' : `${countOf(rows)} rows`]),
    ...(since === null ? [] : [`since ${timeOf(since)} UTC`]),
  ]
  return [paint('bold', first.join(', ')), `  ${plain(message)}`, `  ${plain(nextStep)}`].join('\n')
}
