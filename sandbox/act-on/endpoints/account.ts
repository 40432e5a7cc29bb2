/** `GET /api/1/account`: the user and account of the token. */
import type { ApiEndpoint } from '../api-endpoint.ts'
import { json } from '../answers.ts'

export const readAccount: ApiEndpoint = {
  name: 'account',
  method: 'GET',
  path: '/api/1/account',
  handle: ({ context, accountId, userName }) => {
    const account = context.accounts.find(accountId)
    const timeZone = account?.timeZone ?? null
    return json({
      account_id: /^\d+$/.test(accountId) ? Number(accountId) : accountId,
      cname: `ci${accountId}.actonsoftware.com`,
      user_name: userName,
      user_email: userName,
      account_name: account?.name,
      user_type: 'Marketing',
      isAdmin: true,
      login: userName,
      ...(timeZone === null ? {} : { time_zone: timeZone }),
    })
  },
}
