/** Addresses of the view's pages, and links to them. */
import type { Account } from '../state/accounts.ts'
import type { List } from '../state/lists.ts'
import { html } from './page.ts'
import type { Html, PageParts } from './page.ts'

export const ACCOUNTS = { label: 'Accounts', href: '/view' }

export function accountHref(accountId: string): string {
  return `/view/${encodeURIComponent(accountId)}`
}

export function folderHref(accountId: string, folderName: string): string {
  return `${accountHref(accountId)}/folder?name=${encodeURIComponent(folderName)}`
}

export function listHref({ accountId, listId }: List): string {
  return `${accountHref(accountId)}/list/${encodeURIComponent(listId)}`
}

export function rowHref(list: List, recordId: string): string {
  return `${listHref(list)}/row/${encodeURIComponent(recordId)}`
}

export function trailToFolder(account: Account, { folderName }: List): PageParts['trail'] {
  const { accountId, name } = account
  return [
    ACCOUNTS,
    { label: name, href: accountHref(accountId) },
    { label: folderName, href: folderHref(accountId, folderName) },
  ]
}

/** To a page below that of the list. */
export function trailToList(of: { account: Account; list: List }): PageParts['trail'] {
  const { account, list } = of
  return [...trailToFolder(account, list), { label: list.name, href: listHref(list) }]
}

export function link(href: string, label: string): Html {
  return html`<a href="${href}">${label === '' ? '(no name)' : label}</a>`
}
