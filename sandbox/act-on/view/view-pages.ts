/** The pages under /view: accounts, their folders, the lists in a folder, the contacts of a list. */
import { Router } from 'express'
import type { Request, Response } from 'express'
import { runDueJobs } from '../bulk/run-due-jobs.ts'
import type { ActOnContext } from '../context.ts'
import { wholeNumber } from '../paging.ts'
import type { Account } from '../state/accounts.ts'
import type { List } from '../state/lists.ts'
import { recordIdOf } from '../state/record-id.ts'
import { html, page } from './page.ts'
import type { Html } from './page.ts'

const ROWS_A_PAGE = 100
const ACCOUNTS = { label: 'Accounts', href: '/view' }

export function viewPages(context: ActOnContext): Router {
  const router = Router()
  const send = (response: Response, text: string | null) => {
    response.status(text === null ? 404 : 200).type('html')
    response.send(text ?? page({ ...NOTHING_HERE, trail: [ACCOUNTS] }))
  }
  router.get('/', (_request, response) => send(response, accountsPage(context)))
  router.get('/:accountId', (request, response) => {
    const account = accountOf(context, request)
    send(response, account && foldersPage(context, account))
  })
  router.get('/:accountId/folder', (request, response) => {
    const account = accountOf(context, request)
    send(response, account && listsPage(context, account, queryOf(request).get('name') ?? ''))
  })
  router.get('/:accountId/list/:listId', (request, response) => {
    const account = accountOf(context, request)
    const list = account && context.lists.find(account.accountId, request.params.listId)
    const asked = wholeNumber(queryOf(request).get('page'), 1) ?? 1
    send(response, account && list && contactsPage(context, account, list, Math.max(asked, 1)))
  })
  return router
}

const NOTHING_HERE = {
  title: 'Not found',
  lead: 'It may have been deleted.',
  headings: [],
  rows: [],
}

function accountOf(context: ActOnContext, request: Request): Account | null {
  const { accountId } = request.params
  if (typeof accountId !== 'string') return null
  runDueJobs(context, accountId)
  return context.accounts.find(accountId)
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
      link(`${accountHref(accountId)}/list/${encodeURIComponent(list.listId)}`, list.name),
      context.contacts.count(list),
      new Date(list.modifiedAt).toISOString().slice(0, 19).replace('T', ' '),
    ]),
  })
}

function contactsPage(context: ActOnContext, account: Account, list: List, asked: number): string {
  const { accountId, name } = account
  const { folderName } = list
  const total = context.contacts.count(list)
  const last = Math.max(1, Math.ceil(total / ROWS_A_PAGE))
  const shown = Math.min(asked, last)
  const contacts = context.contacts.page(list, (shown - 1) * ROWS_A_PAGE, ROWS_A_PAGE)
  return page({
    title: list.name,
    trail: [
      ACCOUNTS,
      { label: name, href: accountHref(accountId) },
      { label: folderName, href: folderHref(accountId, folderName) },
    ],
    lead: `${total} contacts. Page ${shown} of ${last}.`,
    headings: ['Record', ...list.columns.map(({ heading }) => heading)],
    rows: contacts.map(({ rowNo, cells }) => [recordIdOf(list, rowNo), ...cells]),
    foot: html`<nav>
      ${[pageLink('Previous', shown - 1, last), pageLink('Next', shown + 1, last)]}
    </nav>`,
  })
}

function listsOf(context: ActOnContext, accountId: string): List[] {
  return context.lists.all(accountId).filter(({ kind }) => kind === 'contact_list')
}

function accountHref(accountId: string): string {
  return `/view/${encodeURIComponent(accountId)}`
}

function folderHref(accountId: string, folderName: string): string {
  return `${accountHref(accountId)}/folder?name=${encodeURIComponent(folderName)}`
}

function link(href: string, label: string): Html {
  return html`<a href="${href}">${label === '' ? '(no name)' : label}</a>`
}

function pageLink(label: string, target: number, last: number): Html {
  return target < 1 || target > last ? html`` : html`<a href="?page=${target}">${label}</a> `
}
