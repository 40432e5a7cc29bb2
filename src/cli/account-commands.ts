/** `accounts …`: which there are, and what is registered of each. */
import { type Command, Option } from 'commander'
import { Account, ACCOUNT_SORTS, type AccountChange } from '../api/account.ts'
import { routes } from '../api/routes.ts'
import { ACCOUNT_STATES } from '../contracts/account-state.ts'
import { accountLines } from './account-words.ts'
import { wrongUse } from './exit-status.ts'
import { addList } from './list-commands.ts'
import { explain, type OpenSession, type Session, show } from './session.ts'
import { accountColumns } from './tables.ts'
import { PAIR_HELP, readTokenPair } from './token-pair.ts'
import { plain, timeOf } from './words.ts'

type Region = Account['region']

const REGIONS: readonly Region[] = ['na', 'eu']

export function addAccountCommands(program: Command, open: OpenSession): void {
  const accounts = program.command('accounts').description('List accounts, and look after them.')
  addList(accounts, open, {
    usage: 'list',
    route: routes.listAccounts,
    filters: [
      new Option('--search <words>', 'part of a name, or an ON24 client id'),
      new Option('--state <state...>', 'only those in this state').choices(ACCOUNT_STATES),
      new Option('--sort <by>', 'the name, or the longest wait for a success').choices(
        ACCOUNT_SORTS,
      ),
    ],
    examples: ['accounts list', 'accounts list --state failing needsRelink --sort lateness'],
    item: Account,
    columns: accountColumns,
    none: 'There is no such account.',
  })
  addShow(accounts, open)
  addRegister(accounts, open)
  addChange(accounts, open)
  addRemove(accounts, open)
  addInvite(accounts, open)
}

function addShow(accounts: Command, open: OpenSession): void {
  const route = routes.getAccount
  explain(accounts.command('show <id>'), route, ['accounts show 22950']).action(
    async (id: string) => {
      const session = await open()
      const { text, value } = await session.api.ask(route, of(id))
      showAccount(session, text, value)
    },
  )
}

interface RegisterFlags {
  readonly id: string
  readonly name: string
  readonly region: Region
  readonly actOnRegion?: Region
  readonly timeZone?: string
  readonly pairFile?: string
}

function addRegister(accounts: Command, open: OpenSession): void {
  explain(accounts.command('register'), routes.createAccount, [
    'accounts register --id 22950 --name Brightwater --region na',
    'accounts register --id 22950 --name Brightwater --region na --pair-file - < pair.txt',
  ])
    .requiredOption('--id <id>', "the client's id in ON24")
    .requiredOption('--name <name>', 'as operators call it')
    .addOption(new Option('--region <region>', 'of ON24').choices(REGIONS).makeOptionMandatory())
    .addOption(new Option('--act-on-region <region>', 'if it is another').choices(REGIONS))
    .option('--time-zone <zone>', "IANA; the Act-On account's own unless given")
    .option('--pair-file <path>', "holds ON24's token pair; - is standard input")
    .addHelpText('after', `\n${PAIR_HELP}`)
    .action(async ({ id, pairFile, actOnRegion, timeZone, ...rest }: RegisterFlags) => {
      const session = await open()
      const body = {
        on24ClientId: id,
        ...rest,
        ...(actOnRegion !== undefined && { actOnRegion }),
        ...(timeZone !== undefined && { timeZone }),
        ...(await readTokenPair(session.terminal, pairFile)),
      }
      const call = { params: {}, query: {}, body }
      const { text, value } = await session.api.ask(routes.createAccount, call)
      showAccount(session, text, value)
    })
}

interface ChangeFlags {
  readonly name?: string
  readonly region?: Region
  readonly actOnRegion?: Region
  readonly timeZone?: string
  readonly actOnCallsPerDay?: string
  readonly pair?: boolean
  readonly pairFile?: string
}

function addChange(accounts: Command, open: OpenSession): void {
  explain(accounts.command('change <id>'), routes.changeAccount, [
    'accounts change 22950 --time-zone Europe/Berlin',
    'accounts change 22950 --act-on-calls-per-day general',
    'accounts change 22950 --pair',
  ])
    .option('--name <name>', 'as operators call it')
    .addOption(new Option('--region <region>', 'of ON24').choices(REGIONS))
    .addOption(new Option('--act-on-region <region>', 'of Act-On').choices(REGIONS))
    .option('--time-zone <zone>', 'IANA; for lists made from now on')
    .option('--act-on-calls-per-day <n>', '"general" takes the general setting again')
    .option('--pair', 'a new token pair of ON24, too')
    .option('--pair-file <path>', 'the same, from a file; - is standard input')
    .addHelpText('after', `\n${PAIR_HELP}`)
    .action(async (id: string, { pair, pairFile, actOnCallsPerDay, ...rest }: ChangeFlags) => {
      const session = await open()
      const hasPair = pair === true || pairFile !== undefined
      const body: AccountChange = {
        ...rest,
        ...(actOnCallsPerDay !== undefined && { actOnCallsPerDay: callsOf(actOnCallsPerDay) }),
        ...(hasPair && (await readTokenPair(session.terminal, pairFile))),
      }
      const { text, value } = await session.api.ask(routes.changeAccount, { ...of(id), body })
      showAccount(session, text, value)
    })
}

function addRemove(accounts: Command, open: OpenSession): void {
  explain(accounts.command('remove <id>'), routes.deleteAccount, [
    'accounts remove 22950',
    'accounts remove 22950 --yes',
  ])
    .option('--yes', 'without asking; needed where nobody can be asked')
    .action(async (id: string, { yes = false }: { yes?: boolean }) => {
      const session = await open()
      if (!yes) await confirm(session, id)
      await session.api.send(routes.deleteAccount, of(id))
      if (!session.isJson) session.terminal.out(`Account ${id} is unlinked, and its data gone.`)
    })
}

/** Throws CommandFailed unless the id is typed once more. */
async function confirm({ api, terminal }: Session, id: string): Promise<void> {
  if (!terminal.isInteractive) {
    throw wrongUse('Nobody can be asked here: say --yes if the account is really to be removed.')
  }
  const { name } = (await api.ask(routes.getAccount, of(id))).value
  terminal.err(`Its link, its cursors and what is stored of its people are destroyed.`)
  terminal.err(`The lists in Act-On stay as they are.`)
  const typed = await terminal.ask(`Type ${id} to remove ${plain(name)}`, { isSecret: false })
  if (typed.trim() !== id) throw wrongUse('That was another id: nothing was removed.')
}

function addInvite(accounts: Command, open: OpenSession): void {
  const route = routes.inviteToLink
  explain(accounts.command('invite <id>'), route, ['accounts invite 22950']).action(
    async (id: string) => {
      const session = await open()
      const { text, value } = await session.api.ask(route, { ...of(id), body: undefined })
      show(session, text, () => value.url)
      if (session.isJson) return
      session.terminal.err(
        `For the customer alone; good for one link until ${timeOf(value.expiresAt)} UTC.`,
      )
    },
  )
}

function showAccount(session: Session, text: string, account: Account): void {
  show(session, text, () => accountLines(account, session.terminal.paint))
}

/** Null: as the general setting says. What is no number is the contract's to refuse. */
function callsOf(given: string): number | null {
  return given === 'general' ? null : Number(given)
}

function of(id: string) {
  return { params: { id }, query: {}, body: undefined }
}
