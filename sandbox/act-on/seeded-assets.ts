/**
 * What an account holds before any integration: a list of its own, and assets that are no lists, although their ids
 * look like those of lists.
 */
import type { ActOnContext } from './context.ts'

const MONTH_MS = 30 * 86_400_000

const OTHER_ASSETS = [
  { kind: 'media', name: 'Webinar banner.png', folderName: 'Images' },
  { kind: 'landing_page', name: 'Thank you', folderName: 'Landing Pages' },
  { kind: 'draft_message', name: 'Invitation', folderName: 'Drafts' },
]

export function seedAssets({ lists, contacts, clock }: ActOnContext, accountId: string): void {
  const at = clock.now().getTime() - MONTH_MS
  for (const asset of OTHER_ASSETS) lists.create({ accountId, at, columns: [], ...asset })
  const newsletter = lists.create({
    accountId,
    at,
    kind: 'contact_list',
    name: 'Newsletter',
    folderName: 'Default Folder',
    columns: [
      { heading: 'E-mail Address', columnType: 'EMAIL' },
      { heading: 'First Name', columnType: 'FIRSTNAME' },
      { heading: 'Last Name', columnType: 'LASTNAME' },
    ],
  })
  contacts.insert(newsletter, ['reader@example.com', 'Ada', 'Reader'], at)
}
