/** The `accounts …` commands: list, show, register, change, remove and invite. */
import { type Command, Option } from 'commander'
import { Account, ACCOUNT_SORTS, type AccountChange } from '../api/account.ts'
import { routes } from '../api/routes.ts'
import { ACCOUNT_STATES } from '../contracts/account-state.ts'
import { accountText } from './account-text.ts'
import { usageError } from './exit-status.ts'
import { addList } from './list-commands.ts'
import { describeCommand, type OpenSession, type Session, print } from './session.ts'
import { accountColumns } from './tables.ts'
import { PAIR_HELP, readTokenPair } from './token-pair.ts'
import { plain, timeOf } from './format.ts'

type Region = Account['region']

const REGIONS: readonly Region[] = ['na', 'eu']

export function addAccountCommands(program: Command, open: OpenSession): void {
  const accounts = program.command('accounts').description('List and manage accounts.')
  addList(accounts, open, {
    usage: 'list',
    route: routes.listAccounts,
    filters: [
      new Option('--search <words>', 'part of a name, or an ON24 client id'),
      new Option('--state <state...>', 'only accounts in these states').choices(ACCOUNT_STATES),
      new Option(
        '--sort <by>',
        'by name, longest without a successful run first, or trouble first',
      ).choices(ACCOUNT_SORTS),
    ],
    examples: ['accounts list --sort trouble', 'accounts list --state failing needsRelink'],
    item: Account,
    columns: accountColumns,
    emptyText: 'No accounts found.',
  })
  addShow(accounts, open)
  addRegister(accounts, open)
  addChange(accounts, open)
  addRemove(accounts, open)
  addInvite(accounts, open)
}

function addShow(accounts: Command, open: OpenSession): void {
  const route = routes.getAccount
  describeCommand(accounts.command('show <id>'), route, ['accounts show 22950']).action(
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
  readonly notifyEmailTo?: string
  readonly notifySlackUrl?: string
  readonly pairFile?: string
}

function addRegister(accounts: Command, open: OpenSession): void {
  describeCommand(accounts.command('register'), routes.createAccount, [
    'accounts register --id 22950 --name Brightwater --region na',
    'accounts register --id 22950 --name Brightwater --region na --pair-file - < pair.txt',
  ])
    .requiredOption('--id <id>', "the client's id in ON24")
    .requiredOption('--name <name>', 'display name for operators')
    .addOption(
      new Option('--region <region>', 'ON24 region').choices(REGIONS).makeOptionMandatory(),
    )
    .addOption(
      new Option('--act-on-region <region>', 'Act-On region, if different').choices(REGIONS),
    )
    .option('--time-zone <zone>', "IANA time zone; defaults to the Act-On account's own")
    .option('--notify-email-to <addresses>', EMAIL_HELP)
    .option('--notify-slack-url <url>', SLACK_HELP)
    .option('--pair-file <path>', "file with ON24's token pair; - is standard input")
    .addHelpText('after', `\n${PAIR_HELP}`)
    .action(async ({ id, pairFile, ...flags }: RegisterFlags) => {
      const { actOnRegion, timeZone, notifyEmailTo, notifySlackUrl, ...rest } = flags
      const session = await open()
      const body = {
        on24ClientId: id,
        ...rest,
        ...(actOnRegion !== undefined && { actOnRegion }),
        ...(timeZone !== undefined && { timeZone }),
        ...recipientsIn({ notifyEmailTo, notifySlackUrl }),
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
  readonly notifyEmailTo?: string
  readonly notifySlackUrl?: string
  readonly pair?: boolean
  readonly pairFile?: string
}

function addChange(accounts: Command, open: OpenSession): void {
  describeCommand(accounts.command('change <id>'), routes.changeAccount, [
    'accounts change 22950 --time-zone Europe/Berlin',
    'accounts change 22950 --act-on-calls-per-day general',
    'accounts change 22950 --notify-email-to ada@example.com,ben@example.com --notify-slack-url none',
    'accounts change 22950 --pair',
  ])
    .option('--name <name>', 'display name for operators')
    .addOption(new Option('--region <region>', 'ON24 region').choices(REGIONS))
    .addOption(new Option('--act-on-region <region>', 'Act-On region').choices(REGIONS))
    .option('--time-zone <zone>', 'IANA time zone for lists created from now on')
    .option('--act-on-calls-per-day <n>', 'a number; "general" restores the general setting')
    .option('--notify-email-to <addresses>', `${EMAIL_HELP}; "none" removes them`)
    .option('--notify-slack-url <url>', `${SLACK_HELP}; "none" removes it`)
    .option('--pair', 'replace the ON24 token pair')
    .option('--pair-file <path>', 'replace it from a file; - is standard input')
    .addHelpText('after', `\n${PAIR_HELP}`)
    .action(async (id: string, { pair, pairFile, ...flags }: ChangeFlags) => {
      const { actOnCallsPerDay, notifyEmailTo, notifySlackUrl, ...rest } = flags
      const session = await open()
      const hasPair = pair === true || pairFile !== undefined
      const body: AccountChange = {
        ...rest,
        ...(actOnCallsPerDay !== undefined && { actOnCallsPerDay: parseCalls(actOnCallsPerDay) }),
        ...recipientsIn({ notifyEmailTo, notifySlackUrl }),
        ...(hasPair && (await readTokenPair(session.terminal, pairFile))),
      }
      const { text, value } = await session.api.ask(routes.changeAccount, { ...of(id), body })
      showAccount(session, text, value)
    })
}

/** The word instead of addresses or a URL: the account is to have none of its own. */
const NONE = 'none'
const EMAIL_HELP = "addresses that get this account's notices, separated by commas"
const SLACK_HELP = "Slack's incoming webhook that gets this account's notices"

function recipientsIn(flags: {
  readonly notifyEmailTo: string | undefined
  readonly notifySlackUrl: string | undefined
}): Pick<AccountChange, 'notifyEmailTo' | 'notifySlackUrl'> {
  const { notifyEmailTo, notifySlackUrl } = flags
  return {
    ...(notifyEmailTo !== undefined && {
      notifyEmailTo:
        notifyEmailTo === NONE ? null : notifyEmailTo.split(',').map((address) => address.trim()),
    }),
    ...(notifySlackUrl !== undefined && {
      notifySlackUrl: notifySlackUrl === NONE ? null : notifySlackUrl,
    }),
  }
}

function addRemove(accounts: Command, open: OpenSession): void {
  describeCommand(accounts.command('remove <id>'), routes.deleteAccount, [
    'accounts remove 22950',
    'accounts remove 22950 --yes',
  ])
    .option('--yes', 'do not ask for confirmation; required without a terminal')
    .action(async (id: string, { yes = false }: { yes?: boolean }) => {
      const session = await open()
      if (!yes) await confirm(session, id)
      await session.api.send(routes.deleteAccount, of(id))
      if (!session.isJson) session.terminal.out(`Account ${id} is unlinked and its data deleted.`)
    })
}

/** Throws CommandFailed unless the operator types the id again. */
async function confirm({ api, terminal }: Session, id: string): Promise<void> {
  if (!terminal.isInteractive) {
    throw usageError(
      'This is not a terminal: add --yes to confirm that the account should be removed.',
    )
  }
  const { name } = (await api.ask(routes.getAccount, of(id))).value
  terminal.err('This destroys its link, its cursors and all personal data stored for it.')
  terminal.err('Its lists in Act-On stay as they are.')
  const typed = await terminal.ask(`Type ${id} to remove ${plain(name)}`, { isSecret: false })
  if (typed.trim() !== id) throw usageError('The ids do not match: nothing was removed.')
}

function addInvite(accounts: Command, open: OpenSession): void {
  const route = routes.inviteToLink
  describeCommand(accounts.command('invite <id>'), route, ['accounts invite 22950']).action(
    async (id: string) => {
      const session = await open()
      const { text, value } = await session.api.ask(route, { ...of(id), body: undefined })
      print(session, text, () => value.url)
      if (session.isJson) return
      session.terminal.err(
        `Send this link to the customer only. It works once, until ${timeOf(value.expiresAt)} UTC.`,
      )
    },
  )
}

function showAccount(session: Session, text: string, account: Account): void {
  print(session, text, () => accountText(account, session.terminal.paint))
}

/** Null for the general setting. Anything that is not a number becomes NaN, which the schema refuses. */
function parseCalls(value: string): number | null {
  return value === 'general' ? null : Number(value)
}

function of(id: string) {
  return { params: { id }, query: {}, body: undefined }
}
