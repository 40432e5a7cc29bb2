/** Reads the API's problem documents. */
import { expect } from 'vitest'
import { z } from 'zod'
import type { ApiAnswer } from '../fixtures/operator-api-fixture.ts'

/** Expects a complete problem document of that status, whose type ends in `word`. */
export function expectProblem(answer: ApiAnswer, status: number, word: string): void {
  expect(answer.body).toMatchObject({ status, type: `urn:on24-act-on:problem:${word}` })
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(answer.body).toHaveProperty('title')
  expect(answer.body).toHaveProperty('detail')
}

const WithMistakes = z.object({
  errors: z.array(z.object({ field: z.string(), detail: z.string().min(1) })),
})

/** The fields that the problem names, in order. */
export function fieldsOf(answer: ApiAnswer): string[] {
  return WithMistakes.parse(answer.body).errors.map(({ field }) => field)
}
