/** `/accounts/:id/change`: shows the form, and changes the account. */
import type { Request, RequestHandler } from 'express'
import { AccountChange } from '../../../api/account.ts'
import type { Service } from '../../../service.ts'
import type { Account } from '../../../store/accounts/account.ts'
import { type NoticeRecipients, recipientsOfAccount } from '../../../store/notice-recipients.ts'
import { operatorNameOf, requesterOf } from '../../api/require-operator.ts'
import { changeRegistered } from '../../use-cases/change-registered.ts'
import { setFlash } from '../flash.ts'
import { tabPath } from '../account/account-tabs.ts'
import { requestedAccount } from '../requested-account.ts'
import { ACCOUNT_FIELDS, PAIR_FIELDS } from './account-fields.ts'
import { type ChangePage, changePage } from './change-page.ts'
import { filledIn, type Mistakes, mistakesIn } from './fields.ts'
import { addressesIn, slackChangeIn } from './notice-fields.ts'
import { refusalOf } from './refusal.ts'

export function showChange(parts: Service): RequestHandler {
  return async (request, response) => {
    const { values, ...page } = await storedIn(parts, request)
    response.send(changePage({ ...page, values, mistakes: {}, alert: null }))
  }
}

export function receiveChange(parts: Service): RequestHandler {
  return async (request, response) => {
    const { values: stored, ...page } = await storedIn(parts, request)
    const { on24ClientId } = page.account
    const values = filledIn(request, [...ACCOUNT_FIELDS, 'actOnCallsPerDay', 'notifyEmailTo'])
    const refuse = (mistakes: Mistakes, alert: string) => {
      response.status(422).send(changePage({ ...page, values, mistakes, alert }))
    }
    const change = {
      ...changedIn(stored, values),
      ...slackChangeIn(request),
      ...filledIn(request, PAIR_FIELDS),
    }
    if (Object.keys(change).length === 0) return refuse({}, 'Nothing was changed in the form.')
    const parsed = AccountChange.safeParse(change)
    if (!parsed.success) {
      return refuse(mistakesIn(parsed.error), 'Some fields are not as they must be.')
    }
    const requester = requesterOf(request)
    const refusal = await refusalOf(() =>
      changeRegistered(parts, on24ClientId, parsed.data, requester),
    )
    if (refusal !== null) return refuse({}, refusal)
    setFlash(parts, response, 'changed')
    response.redirect(303, tabPath(on24ClientId, 'settings'))
  }
}

/** What the page shows of the account as it is stored. */
async function storedIn(
  { store, ciphers }: Service,
  request: Request,
): Promise<Omit<ChangePage, 'mistakes' | 'alert'>> {
  const account = await requestedAccount(request, store)
  const recipients = await recipientsOfAccount(store, ciphers, account.on24ClientId)
  return {
    operator: operatorNameOf(request),
    account,
    slackSince: recipients.slack?.since.toISOString() ?? null,
    values: valuesOf(account, recipients),
  }
}

function valuesOf(account: Account, { emailTo }: NoticeRecipients): ChangePage['values'] {
  const { name, region, actOnRegion, timeZone, actOnCallsPerDay } = account
  const calls = actOnCallsPerDay === null ? {} : { actOnCallsPerDay: String(actOnCallsPerDay) }
  const addresses = emailTo === null ? {} : { notifyEmailTo: emailTo.join(', ') }
  return { name, region, actOnRegion, timeZone, ...calls, ...addresses }
}

/** Only what differs: the audit trail names the changed fields. An empty number of calls is the general setting. */
function changedIn(stored: ChangePage['values'], typed: ChangePage['values']) {
  const { actOnCallsPerDay: calls, notifyEmailTo, ...texts } = typed
  const changed = Object.entries(texts).filter(([name, value]) => stored[name] !== value)
  return {
    ...Object.fromEntries(changed),
    ...(stored['actOnCallsPerDay'] !== calls && {
      actOnCallsPerDay: calls === undefined ? null : Number(calls),
    }),
    ...(stored['notifyEmailTo'] !== notifyEmailTo && { notifyEmailTo: addressesIn(notifyEmailTo) }),
  }
}
