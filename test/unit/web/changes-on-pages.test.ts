/** Whatever changes something in the API has its form on a page, with a field for each field of the API. */
import { describe, expect, test } from 'vitest'
import { ROUTE_IDS, type RouteId, routes } from '../../../src/api/routes.ts'
import { textInputs } from '../../support/api/text-inputs.ts'
import { statusPageStates } from '../../support/browser/status-page-states.ts'

type Changing = {
  [Id in RouteId]: (typeof routes)[Id]['method'] extends 'GET' ? never : Id
}[RouteId]

interface OnPage {
  /** Where its form goes. */
  readonly action: RegExp
  /** What the form has besides, where several of them go to one place. */
  readonly has?: string
  /** Fields of the API by their names in the form. */
  readonly fields?: Readonly<Record<string, string>>
}

const of = (what: string) => new RegExp(`^/accounts/\\d+/${what}$`)

/** The compiler demands an entry for each route that changes something. */
const FORMS: Readonly<Record<Changing, OnPage>> = {
  createAccount: { action: /^\/accounts\/new$/ },
  changeAccount: { action: of('change') },
  deleteAccount: { action: of('remove') },
  inviteToLink: { action: of('invite') },
  makeStatusLink: { action: of('status-link'), has: 'value="make"' },
  withdrawStatusLink: { action: of('status-link'), has: 'value="withdraw"' },
  pauseAccount: { action: of('pause') },
  resumeAccount: { action: of('resume') },
  syncAccount: { action: of('sync') },
  backfillAccount: { action: of('backfill') },
  // Its own address names what it cancels.
  cancelBackfill: { action: /^\/accounts\/\d+\/backfills\/[\d.-]+\/cancel\?dryRun=true$/ },
  verifyAccount: { action: of('verifications') },
  changeWebinar: { action: of('webinars/\\d+') },
  decideHeld: { action: of('webinars/\\d+/held') },
  rebuildList: { action: of('webinars/\\d+/rebuild') },
  retryRejections: { action: of('rejections/retry') },
  // One field takes either.
  explainPerson: {
    action: of('explain'),
    fields: { registrantId: 'person', email: 'person' },
  },
  testNotices: { action: /^\/notices\/test$/, has: 'on24ClientId' },
  deleteOrphan: { action: /^\/orphans\/\d+$/ },
}

interface Form {
  readonly action: string
  readonly html: string
}

const FORMS_OF_PAGES: readonly Form[] = [...statusPageStates().values()].flatMap((page) =>
  [...page.matchAll(/<form[^>]*method="post"[^>]*>[\s\S]*?<\/form>/g)].map(([html]) => ({
    html,
    action: (/action="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&#61;', '='),
  })),
)

const changing = ROUTE_IDS.filter((id): id is Changing => routes[id].method !== 'GET')

function formsOf({ action, has = '' }: OnPage): readonly Form[] {
  return FORMS_OF_PAGES.filter((form) => action.test(form.action) && form.html.includes(has))
}

test.each(changing)('%s has a form on a page', (id) => {
  expect(formsOf(FORMS[id])).not.toEqual([])
})

describe('the fields of the API', () => {
  const inputs = textInputs().filter(({ place }) => place === 'body')

  test.each(inputs.map(({ route, name }) => [route, name] as const))(
    '%s takes %s on its page, too',
    (route, name) => {
      const form = FORMS[changing.find((id) => id === route) ?? expect.fail(route)]
      const named = form.fields?.[name] ?? name
      const has = formsOf(form).some(
        ({ html, action }) => html.includes(`name="${named}"`) || action.includes(`${named}=`),
      )
      expect(has).toBe(true)
    },
  )
})

test('every other form of the pages is known, too', () => {
  const others = [/^\/sign-(in|out)$/, /^\/accounts\/chosen$/]
  const known = [...Object.values(FORMS).map(({ action }) => action), ...others]
  const unknown = FORMS_OF_PAGES.filter(({ action }) => !known.some((one) => one.test(action)))
  expect(unknown.map(({ action }) => action)).toEqual([])
})
