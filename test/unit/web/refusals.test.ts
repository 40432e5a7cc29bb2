/** Every refusal says why and what to do: in the API, at the command line and on the operators' pages. */
import { once } from 'node:events'
import express from 'express'
import { expect, onTestFinished, test } from 'vitest'
import { PROBLEMS, type ProblemWord } from '../../../src/api/problem.ts'
import { ROUTE_IDS, routes } from '../../../src/api/routes.ts'
import { apiErrors } from '../../../src/web/api/api-errors.ts'
import { Problem } from '../../../src/web/api/problem.ts'
import { errorHandler } from '../../../src/web/error-handler.ts'
import { pageErrors } from '../../../src/web/pages/page-errors.ts'
import { refusalOf } from '../../../src/web/pages/settings/refusal.ts'
import { refusalTexts } from '../../support/api/refusal-texts.ts'
import { atCommandLine } from '../../support/processes/command-line.ts'
import { portOf } from '../../support/servers/port-of.ts'
import { testLogger } from '../../support/servers/log-sink.ts'

const WORDS = Object.keys(PROBLEMS).filter((word): word is ProblemWord => word in PROBLEMS)
const NEXT_STEP = 'Do this first, and then “that”.'

/** Refuses every request: as the API below /api, and elsewhere as the pages. */
async function refusing(word: ProblemWord): Promise<string> {
  const refuse = () => {
    throw new Problem(word, NEXT_STEP)
  }
  const app = express()
  app.use('/api', refuse, errorHandler(testLogger(), apiErrors))
  app.use(refuse, errorHandler(testLogger(), pageErrors))
  const server = app.listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server, 'listening')
  return `http://127.0.0.1:${String(portOf(server))}`
}

test.each(WORDS)('%s is told with its reason and the next step, everywhere', async (word) => {
  const [status, title] = PROBLEMS[word]
  const url = await refusing(word)
  const answer = await fetch(`${url}/api/v1/accounts/1`)
  expect(answer.status).toBe(status)
  expect(await answer.json()).toMatchObject({ title, detail: NEXT_STEP })

  const page = await fetch(`${url}/accounts/1`)
  expect(page.status).toBe(status)
  const text = (await page.text()).replaceAll('&#39;', "'")
  expect(text).toContain(title)
  expect(text).toContain(NEXT_STEP)

  const cli = await atCommandLine(['accounts', 'show', '1'], { url })
  expect(cli.status).toBeGreaterThan(0)
  // Its own words: it knows where its token comes from.
  const told =
    word === 'operatorTokenNeeded' ? ['does not know this operator token'] : [title, NEXT_STEP]
  for (const words of told) expect(cli.err).toContain(words)

  const inForm = await refusalOf(() => Promise.reject(new Problem(word, NEXT_STEP)))
  expect(inForm).toBe(`${title}. ${NEXT_STEP}`)
})

const TEXTS = refusalTexts()

/** What operators are told to do, or that there is nothing to do. */
const TELLS_TO_DO =
  /\b(ask|change|check|choose|compare|create|enable|include|invite|look at|resume|register|see|send|set|try again later|use|wait|write|activate)\b|no action is needed|nothing needs to be done|: then remove it/i

/** Made of the mistakes in the fields, of the allowed methods, or of what Temporal was asked for. */
const MADE_ELSEWHERE: readonly ProblemWord[] = ['invalid']

test('every kind of refusal has a text, and each text says what to do', () => {
  expect(new Set(TEXTS.map(({ word }) => word))).toEqual(new Set(WORDS))
  const silent = TEXTS.filter(
    ({ word, text }) => !MADE_ELSEWHERE.includes(word) && !TELLS_TO_DO.test(text),
  )
  expect(silent).toEqual([])
  for (const { text } of TEXTS) expect(text).toMatch(/[.…]$/)
})

test('every refusal that a route describes is one of these', () => {
  const described = ROUTE_IDS.flatMap((id): readonly ProblemWord[] => routes[id].problems)
  expect(described.filter((word) => !WORDS.includes(word))).toEqual([])
})
