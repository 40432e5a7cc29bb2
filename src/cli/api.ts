/** Calls the service's API as described by its table of routes. Invalid requests are not sent. */
import { z } from 'zod'
import { type FieldMistake, ProblemDocument, typeOf } from '../api/problem.ts'
import type { CallOf, Route } from '../api/route.ts'
import { createHttpCaller, type HttpReply, type HttpRequest } from '../http/http-caller.ts'
import { TransportFailure } from '../http/transport-failure.ts'
import { CommandFailed, EXIT, type ExitStatus, usageError } from './exit-status.ts'
import { type ServiceAddress, VARIABLES } from './service-address.ts'

/** A registration waits for ON24, and a removal for running work to end. */
const TIMEOUTS = { connectMs: 10_000, responseMs: 90_000, idleMs: 30_000, totalMs: 120_000 }
const MAX_BODY_BYTES = 20_000_000

type RouteWithAnswer = Route & { readonly answer: z.ZodType }

export interface Api {
  /** Returns the answer as the service sent it, empty without a body. Throws CommandFailed, or the signal's reason. */
  send<R extends Route>(route: R, call: CallOf<R>): Promise<string>
  /** Like `send`, and parses the answer. */
  ask<R extends RouteWithAnswer>(route: R, call: CallOf<R>): Promise<Answer<R>>
}

export interface Answer<R extends RouteWithAnswer> {
  readonly text: string
  readonly value: z.output<R['answer']>
}

/** What is wrong with a request, as the command that makes it names its inputs; without the full stop. */
export type MistakeWords = (mistake: FieldMistake) => string

export function createApi(
  { url, token }: ServiceAddress,
  signal: AbortSignal,
  mistakeWords: MistakeWords,
): Api {
  const http = createHttpCaller({
    vendor: null,
    baseUrl: `${url}/api/v1`,
    timeouts: TIMEOUTS,
    maxBodyBytes: MAX_BODY_BYTES,
  })

  async function send<R extends Route>(route: R, call: CallOf<R>): Promise<string> {
    validate(route, call, mistakeWords)
    const { body } = call
    const reply = await callService(url, () =>
      http.send({
        endpoint: 'operators',
        method: route.method,
        path: pathOf(route.path, call),
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal,
      } satisfies HttpRequest),
    )
    if (reply.status !== route.status) throw failureOf(reply, mistakeWords)
    return reply.body
  }

  async function ask<R extends RouteWithAnswer>(route: R, call: CallOf<R>) {
    const text = await send(route, call)
    return { text, value: parseAnswer<R['answer']>(route.answer, text) }
  }

  return { send, ask }
}

/** Throws CommandFailed when the text does not fit the schemas of this version of the command line. */
export function parseAnswer<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
): z.output<Schema> {
  try {
    return z.parse(schema, JSON.parse(text))
  } catch {
    throw new CommandFailed(
      EXIT.unavailable,
      'The service sent an answer that this command line does not understand. Do their versions differ?',
    )
  }
}

function validate(
  route: Route,
  { params, query, body }: CallOf<Route>,
  mistakeWords: MistakeWords,
): void {
  const results = [
    route.params.safeParse(params),
    route.query.safeParse(query),
    ...(route.body === null ? [] : [route.body.safeParse(body)]),
  ]
  const mistakes = results
    .flatMap(({ error }) => error?.issues ?? [])
    .map(({ path, message }) => ({ field: path.join('.'), detail: message }))
    .map((mistake) => `${mistakeWords(mistake)}.`)
  if (mistakes.length > 0) throw usageError(...mistakes)
}

function pathOf(template: string, { params, query }: CallOf<Route>): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) {
      if (typeof one === 'string') search.append(name, one)
    }
  }
  return search.size === 0 ? path : `${path}?${search.toString()}`
}

async function callService<Reply>(url: string, call: () => Promise<Reply>): Promise<Reply> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof TransportFailure)) throw error
    const uncertain = error.mayHaveArrived ? ' The request may have arrived.' : ''
    throw new CommandFailed(
      EXIT.unavailable,
      `${url} gave no answer (${error.code}).${uncertain}`,
      'Check that the service is up and that this is its URL (--url).',
    )
  }
}

function failureOf({ status, body }: HttpReply<string>, mistakeWords: MistakeWords): CommandFailed {
  const problem = problemIn(body)
  if (problem === null) {
    return new CommandFailed(
      status >= 500 ? EXIT.unavailable : EXIT.failed,
      `This URL does not lead to the service's API (status ${String(status)}). Check the URL.`,
    )
  }
  if (status === 401) {
    return new CommandFailed(
      EXIT.refused,
      'The service does not know this operator token. Check that you copied all of it.',
      `The token comes from ${VARIABLES.token}, from the file given with --token-file, or from a profile.`,
    )
  }
  const { type, title, detail, errors = [] } = problem
  // This detail consists of the mistakes, in the words of the API.
  const isMadeOfMistakes = type === typeOf('invalid') && errors.length > 0
  return new CommandFailed(
    exitStatusOf(status),
    `${title}.`,
    ...(isMadeOfMistakes ? errors.map((mistake) => `${mistakeWords(mistake)}.`) : [detail]),
  )
}

function problemIn(body: string): ProblemDocument | null {
  try {
    return z.parse(ProblemDocument, JSON.parse(body))
  } catch {
    return null
  }
}

function exitStatusOf(status: number): ExitStatus {
  if (status >= 500) return EXIT.unavailable
  return status === 404 ? EXIT.notFound : EXIT.refused
}
