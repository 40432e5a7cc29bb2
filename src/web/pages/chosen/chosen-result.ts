/**
 * Passes what became of the chosen accounts to the page that shows it. A cookie in the operator's browser holds ids and
 * words for ten minutes: reloading the page shows them again and requests nothing.
 */
import { parseCookie } from 'cookie'
import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import { NEXT_STEP_OF_PROBLEM, type ProblemWord, PROBLEMS } from '../../../api/problem.ts'
import { parseJson } from '../../../http/json-text.ts'
import type { Service } from '../../../service.ts'
import { operatorNameOf } from '../../api/require-operator.ts'
import { hasTls } from '../../has-tls.ts'
import { redirectPath } from '../../sign-in/redirect-path.ts'
import { accountsNamed } from './chosen-accounts.ts'
import { CHOSEN_ACTIONS, CHOSEN_PATH, type ChosenAction, doneChosenPage } from './chosen-page.ts'

export const DONE_PATH = `${CHOSEN_PATH}/done`

const NAME = 'operator_chosen'
const SHOWN_MS = 10 * 60_000

/** @param next where the operator goes from there */
export function donePath(next: string): string {
  return `${DONE_PATH}?next=${encodeURIComponent(next)}`
}

export interface ChosenResult {
  readonly action: ChosenAction
  /** By ON24 client id. */
  readonly results: ReadonlyMap<string, ProblemWord | 'ok'>
}

export function setResultCookie(
  { config }: Pick<Service, 'config'>,
  response: Response,
  { action, results }: ChosenResult,
): void {
  const byWord = Map.groupBy(results, ([, word]) => word)
  // Dots between the ids, because a browser keeps 4 kB and commas would be percent-encoded.
  const ids: Record<string, string> = {}
  for (const [word, each] of byWord) ids[word] = each.map(([id]) => id).join('.')
  response.cookie(NAME, JSON.stringify({ action, ids }), {
    path: DONE_PATH,
    httpOnly: true,
    sameSite: 'strict',
    secure: hasTls(config),
    maxAge: SHOWN_MS,
  })
}

/** `GET /accounts/chosen/done` */
export function showDoneChosen({ store }: Service): RequestHandler {
  return async (request, response) => {
    const next = redirectPath(request.query['next']) ?? '/'
    const result = resultIn(request)
    if (result === null) {
      response.redirect(next)
      return
    }
    const { action, results } = result
    const accounts = await accountsNamed(store, [...results.keys()])
    const wordOf = (on24ClientId: string) => results.get(on24ClientId) ?? 'ok'
    response.send(
      doneChosenPage({
        ...{ operator: operatorNameOf(request), action, next },
        asked: accounts.filter(({ on24ClientId }) => wordOf(on24ClientId) === 'ok'),
        refused: accounts.flatMap(({ on24ClientId, name }) => {
          const word = wordOf(on24ClientId)
          return word === 'ok' ? [] : [{ on24ClientId, name, why: whyRefused(word) }]
        }),
      }),
    )
  }
}

const Words = z.union([z.literal('ok'), z.custom<ProblemWord>(isProblemWord)])
const Cookie = z.object({
  action: z.enum(CHOSEN_ACTIONS),
  ids: z.record(z.string(), z.string()),
})

/** Null when it is no longer shown, or is not a result of ours. */
function resultIn(request: Request): ChosenResult | null {
  const json = parseJson(parseCookie(request.get('cookie') ?? '')[NAME] ?? '')
  const cookie = json.ok ? Cookie.safeParse(json.value) : null
  if (cookie?.success !== true) return null
  const results = Object.entries(cookie.data.ids).flatMap(([key, ids]) => {
    const word = Words.safeParse(key)
    return word.success ? ids.split('.').map((id) => [id, word.data] as const) : []
  })
  return { action: cookie.data.action, results: new Map(results) }
}

function isProblemWord(word: unknown): boolean {
  return typeof word === 'string' && Object.hasOwn(PROBLEMS, word)
}

function whyRefused(word: ProblemWord): string {
  const [, title] = PROBLEMS[word]
  const nextStep = new Map<string, string>(Object.entries(NEXT_STEP_OF_PROBLEM)).get(word)
  return nextStep === undefined ? `${title}.` : `${title}. ${nextStep}`
}
