/** The command that explains why one person's contacts look as they do. */
import { type Command, Option } from 'commander'
import type { ExplainBody, Explanation } from '../api/explanation.ts'
import { nothingKnown } from '../contracts/explain-words.ts'
import { routes } from '../api/routes.ts'
import { InputMissing } from './exit-status.ts'
import { countOf, NONE, plain, timeOf } from './format.ts'
import { readSecretFile } from './service-address.ts'
import { describeCommand, type OpenSession, print, type Session } from './session.ts'
import type { Terminal } from './terminal.ts'

interface ExplainFlags {
  readonly registrant?: string
  readonly emailFile?: string
  readonly eventId?: string
}

/** An address is never an argument: the process list and the shell's history would show it. */
const PERSON_HELP = `The person is the one that is given by the first of these:
  --registrant <registrantId>  the registration's id in ON24 (eventuserid)
  --email-file <path>          a file with the e-mail address; "-" is standard input
  a question on the terminal
People who are forgotten in ON24 are found by their registration's id only.`

export function addExplainCommand(program: Command, open: OpenSession): void {
  describeCommand(program.command('explain <id>'), routes.explainPerson, [
    'explain 22950 --registrant 612345678',
    'explain 22950 --email-file - --event-id 4781233',
  ])
    .option('--registrant <registrantId>', 'the registration with this id in ON24')
    .addOption(
      new Option('--email-file <path>', 'file with the e-mail address').conflicts('registrant'),
    )
    .option('--event-id <eventId>', 'only in this webinar')
    .addHelpText('after', `\n${PERSON_HELP}`)
    .action(async (id: string, flags: ExplainFlags) => {
      const session = await open()
      const { eventId } = flags
      const person = await personOf(session.terminal, flags)
      const items = await readAll(session, id, { ...person, ...(eventId && { eventId }) })
      print(session, JSON.stringify(items), () =>
        items.length === 0
          ? nothingKnown(eventId ?? null)
          : items.map((item) => textOf(item, session.terminal.paint)).join('\n\n'),
      )
    })
}

async function personOf(terminal: Terminal, flags: ExplainFlags): Promise<ExplainBody> {
  const { registrant, emailFile } = flags
  if (registrant !== undefined) return { registrantId: registrant }
  if (emailFile !== undefined) {
    const text = await (emailFile === '-' ? terminal.readInput() : readSecretFile(emailFile))
    return { email: text.trim() }
  }
  if (!terminal.isInteractive) throw new InputMissing('The person is missing.', PERSON_HELP)
  const answer = await terminal.ask('E-mail address or registrant id', { isSecret: false })
  return /^\d+$/.test(answer.trim()) ? { registrantId: answer.trim() } : { email: answer.trim() }
}

async function readAll({ api }: Session, id: string, body: ExplainBody): Promise<Explanation[]> {
  const items: Explanation[] = []
  let cursor: string | null | undefined
  while (cursor !== null) {
    const query = cursor === undefined ? {} : { cursor }
    const { value } = await api.ask(routes.explainPerson, { params: { id }, query, body })
    items.push(...value.items)
    cursor = value.nextCursor
  }
  return items
}

function textOf(explanation: Explanation, paint: Terminal['paint']): string {
  const { eventId, title, on24RegistrantId, changes, earlierChanges } = explanation
  const webinar = `Webinar ${eventId}${title === null ? '' : ` (${plain(title)})`}`
  return [
    paint('bold', `${webinar}, registrant ${on24RegistrantId}   times in UTC`),
    `  ${plain(explanation.explanation)}`,
    ...(changes.length === 0 ? [] : ['  What happened, newest first:']),
    ...changes.map(
      ({ seenAt, endedAt, message }) =>
        `  ${timeOf(seenAt)}  ${(endedAt === null ? NONE : timeOf(endedAt)).padEnd(16)}  ${plain(message)}`,
    ),
    ...(earlierChanges === 0
      ? []
      : [`  ${countOf(earlierChanges)} earlier changes are not shown.`]),
  ].join('\n')
}
