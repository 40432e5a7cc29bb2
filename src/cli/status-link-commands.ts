/** The `status-link …` commands: the link to a customer's own page. */
import type { Command } from 'commander'
import { routes } from '../api/routes.ts'
import { describeCommand, type OpenSession, print } from './session.ts'

export function addStatusLinkCommands(program: Command, open: OpenSession): void {
  const links = program
    .command('status-link')
    .description("Make and withdraw the link to a customer's own page.")
  describeCommand(links.command('make <id>'), routes.makeStatusLink, [
    'status-link make 22950',
  ]).action(async (id: string) => {
    const session = await open()
    const { text, value } = await session.api.ask(routes.makeStatusLink, of(id))
    print(session, text, () => value.url)
    if (session.isJson) return
    session.terminal.err('Send this link to the customer only. It works until it is withdrawn.')
  })
  describeCommand(links.command('withdraw <id>'), routes.withdrawStatusLink, [
    'status-link withdraw 22950',
  ]).action(async (id: string) => {
    const { api, terminal, isJson } = await open()
    await api.send(routes.withdrawStatusLink, of(id))
    if (!isJson) terminal.out(`The customer of ${id} has no link to a page of their own any more.`)
  })
}

function of(id: string) {
  return { params: { id }, query: {}, body: undefined }
}
