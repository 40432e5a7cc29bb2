/** The pages under /view: accounts, their folders, the lists in a folder, the contacts of a list. */
import { Router } from 'express'
import type { Request } from 'express'
import type { ActOnContext } from '../context.ts'
import { wholeNumber } from '../paging.ts'
import type { Account } from '../state/accounts.ts'
import type { List } from '../state/lists.ts'
import { recordIdOf } from '../state/record-id.ts'
import { editRoutes } from './edit-routes.ts'
import {
  accountHref,
  ACCOUNTS,
  folderHref,
  link,
  listHref,
  rowHref,
  trailToFolder,
} from './links.ts'
import { html, page } from './page.ts'
import type { Html } from './page.ts'
import { requestedAccount, requestedList } from './requested.ts'
import { sendPage } from './send-page.ts'

const ROWS_A_PAGE = 100

export function viewPages(context: ActOnContext): Router {
  const router = Router()
  router.get('/', (_request, response) => sendPage(response, accountsPage(context)))
  router.get('/:accountId', (request, response) => {
    const account = requestedAccount(context, request)
    sendPage(response, account && foldersPage(context, account))
  })
  router.get('/:accountId/folder', (request, response) => {
    const account = requestedAccount(context, request)
    const name = queryOf(request).get('name') ?? ''
    sendPage(response, account && listsPage(context, account, name))
  })
  router.get('/:accountId/list/:listId', (request, response) => {
    const found = requestedList(context, request)
    const asked = wholeNumber(queryOf(request).get('page'), 1) ?? 1
    sendPage(response, found && contactsPage(context, found, Math.max(asked, 1)))
  })
  router.use(editRoutes(context))
  return router
}

function queryOf(request: Request): URLSearchParams {
  return new URL(request.originalUrl, 'http://sandbox').searchParams
}

function accountsPage(context: ActOnContext): string {
  const accounts = context.accounts.all()
  return page({
    title: 'Accounts',
    trail: [],
    lead: `${accounts.length} Act-On client accounts.`,
    headings: ['Account', 'Name', 'Time zone', 'Lists'],
    rows: accounts.map(({ accountId, name, timeZone }) => [
      accountId,
      link(accountHref(accountId), name),
      timeZone ?? '',
      listsOf(context, accountId).length,
    ]),
  })
}

function foldersPage(context: ActOnContext, { accountId, name }: Account): string {
  const byFolder = Map.groupBy(listsOf(context, accountId), ({ folderName }) => folderName)
  return page({
    title: name,
    trail: [ACCOUNTS],
    lead: 'Marketing Lists, by folder.',
    headings: ['Folder', 'Lists', 'Contacts'],
    rows: [...byFolder].map(([folderName, lists]) => [
      link(folderHref(accountId, folderName), folderName),
      lists.length,
      lists.reduce((sum, list) => sum + context.contacts.count(list), 0),
    ]),
  })
}

function listsPage(context: ActOnContext, account: Account, folderName: string): string {
  const { accountId, name } = account
  const lists = listsOf(context, accountId).filter((list) => list.folderName === folderName)
  return page({
    title: folderName,
    trail: [ACCOUNTS, { label: name, href: accountHref(accountId) }],
    lead: `${lists.length} contact lists.`,
    headings: ['Id', 'List', 'Contacts', 'Last change (UTC)'],
    rows: lists.map((list) => [
      list.listId,
      link(listHref(list), list.name),
      context.contacts.count(list),
      new Date(list.modifiedAt).toISOString().slice(0, 19).replace('T', ' '),
    ]),
  })
}

function contactsPage(
  context: ActOnContext,
  { account, list }: { readonly account: Account; readonly list: List },
  asked: number,
): string {
  const total = context.contacts.count(list)
  const last = Math.max(1, Math.ceil(total / ROWS_A_PAGE))
  const shown = Math.min(asked, last)
  const contacts = context.contacts.page(list, (shown - 1) * ROWS_A_PAGE, ROWS_A_PAGE)
  return page({
    title: list.name,
    trail: trailToFolder(account, list),
    lead: html`${total} contacts. Page ${shown} of ${last}. To play a user of Act-On, open a record,
    or ${link(`${listHref(list)}/edit`, 'edit the list')}.`,
    headings: ['Record', ...list.columns.map(({ heading }) => heading)],
    rows: contacts.map(({ rowNo, cells }) => {
      const recordId = recordIdOf(list, rowNo)
      return [link(rowHref(list, recordId), recordId), ...cells]
    }),
    foot: html`<nav>
      ${[pageLink('Previous', shown - 1, last), pageLink('Next', shown + 1, last)]}
    </nav>`,
  })
}

function listsOf(context: ActOnContext, accountId: string): List[] {
  return context.lists.all(accountId).filter(({ kind }) => kind === 'contact_list')
}

function pageLink(label: string, target: number, last: number): Html {
  return target < 1 || target > last ? html`` : html`<a href="?page=${target}">${label}</a> `
}
