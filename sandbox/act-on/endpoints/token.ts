/** `POST /token`: the password and refresh_token grants. Errors are 401 and 403 here, never 400. */
import type { Answer, Endpoint } from '../../http-server.ts'
import { queryOf } from '../api-endpoint.ts'
import type { ApiServices } from '../api-endpoint.ts'
import { apiErrorOfUnknownCode, json, oauthError, withGatewayHeaders } from '../answers.ts'
import type { ActOnContext } from '../context.ts'
import { tooManyRequests } from '../rate-limits.ts'
import type { AuthAttempt } from '../state/sign-ins.ts'
import type { GrantType, TokenOwner } from '../state/tokens.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

interface Grant extends TokenOwner {
  readonly grantType: GrantType
  readonly isRight: boolean
  readonly refusal: string
}

export function tokenEndpoint(services: ApiServices): Endpoint {
  const { context, limits, bodies } = services
  return {
    name: 'token',
    method: 'POST',
    path: '/token',
    handle: async (request, spendTime) => {
      await spendTime()
      const body = bodies.of(request)
      if (body.kind !== 'form') return withGatewayHeaders(notAForm(context))
      const grantType = body.fields.get('grant_type') ?? queryOf(request).get('grant_type')
      return withGatewayHeaders(grantTokens(body.fields, grantType))
    },
  }

  function grantTokens(form: URLSearchParams, grantType: string | null): Answer {
    const clientId = applicationOf(context, form)
    if (clientId === null) return oauthError(401, 'access_denied', 'Unauthorized')
    const grant = readGrant(context, form, grantType, clientId)
    if (grant === null) return oauthError(403, 'invalid_grant', 'Unsupported grant type.')

    const accountId = context.accounts.findUser(grant.userName)?.accountId ?? null
    const refused = limits.take({ accountId, clientId })
    if (refused !== null) return refused
    const { userName } = grant
    const attempt = { userName, grantType: grant.grantType, at: context.clock.now() }
    return decide(context, grant, accountId, (outcome) =>
      context.signIns.record({ ...attempt, outcome }),
    )
  }
}

function decide(
  context: ActOnContext,
  grant: Grant,
  accountId: string | null,
  record: (outcome: AuthAttempt['outcome']) => void,
): Answer {
  if (signInsAreUsedUp(context, grant)) {
    record('tooMany')
    return tooManySignIns(context)
  }
  if (!grant.isRight || accountId === null) {
    // An unknown refresh token belongs to no user, so it uses up no user's sign-ins.
    if (grant.userName !== '') record('refused')
    return oauthError(403, 'invalid_grant', grant.refusal)
  }
  if (context.accounts.find(accountId)?.apiEnabled !== true) {
    record('refused')
    return apiNotEnabled(context)
  }
  record('granted')
  return json(issue(context, grant))
}

function applicationOf(context: ActOnContext, form: URLSearchParams): string | null {
  const found = context.applications.find(
    ({ clientId, clientSecret }) =>
      form.get('client_id') === clientId && form.get('client_secret') === clientSecret,
  )
  return found?.clientId ?? null
}

/** Null: a grant type that Act-On doesn't have. */
function readGrant(
  context: ActOnContext,
  form: URLSearchParams,
  grantType: string | null,
  clientId: string,
): Grant | null {
  if (grantType === 'password') {
    const typed = form.get('username') ?? ''
    const user = context.accounts.findUser(typed)
    const userName = user?.userName ?? typed
    const isRight = user !== null && form.get('password') === user.password
    return { grantType, clientId, userName, isRight, refusal: 'Wrong email or password.' }
  }
  if (grantType !== 'refresh_token') return null
  const token = context.tokens.findRefresh(form.get('refresh_token') ?? '')
  const isAlive = token !== null && token.until > context.clock.now().getTime()
  return {
    grantType,
    clientId,
    userName: token?.userName ?? '',
    isRight: isAlive && token.clientId === clientId,
    refusal: 'Unknown or invalid refresh token.',
  }
}

function signInsAreUsedUp({ signIns, clock, knobs }: ActOnContext, grant: Grant): boolean {
  if (grant.grantType === 'refresh_token' && !knobs.refreshesCountAsSignIns) return false
  const since = new Date(clock.now().getTime() - HOUR_MS)
  const used = signIns.countSince(grant.userName, since, knobs.refreshesCountAsSignIns)
  return used >= knobs.signInsPerHour
}

function issue({ tokens, clock, knobs }: ActOnContext, grant: Grant) {
  const at = clock.now().getTime()
  const pair = tokens.issue({
    clientId: grant.clientId,
    userName: grant.userName,
    grantType: grant.grantType,
    at,
    accessUntil: at + knobs.accessTokenSeconds * 1000,
    refreshUntil: at + knobs.refreshTokenDays * DAY_MS,
    endPreviousAccess: knobs.previousAccessTokenDies,
  })
  return {
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    scope: 'offline-access',
    token_type: 'Bearer',
    expires_in: knobs.accessTokenSeconds,
  }
}

function tooManySignIns(context: ActOnContext): Answer {
  return context.knobs.tooManySignInsAnswer === 'gateway429'
    ? tooManyRequests(context)
    : oauthError(403, 'access_denied', 'Authentication limit exceeded.')
}

function apiNotEnabled({ knobs }: ActOnContext): Answer {
  const words = 'PUBLIC_API_FEATURE_NOT_ENABLED'
  if (knobs.apiDisabledAnswer === 'api400') return apiErrorOfUnknownCode(words)
  return oauthError(knobs.apiDisabledAnswer === 'oauth403' ? 403 : 401, 'access_denied', words)
}

function notAForm({ knobs }: ActOnContext): Answer {
  return oauthError(knobs.tokenJsonBodyStatus, 'invalid_request', 'Form parameters expected.')
}
