import { describe, expect, test } from 'vitest'
import { createLogger } from '../../../src/observability/logger.ts'

function loggerInMemory(pretty = false) {
  const lines: string[] = []
  const logger = createLogger({ pretty, destination: { write: (line) => void lines.push(line) } })
  return { logger, text: () => lines.join('') }
}

describe('the logger', () => {
  test('writes one JSON object a line', () => {
    const { logger, text } = loggerInMemory()
    logger.info({ on24ClientId: '22950' }, 'run ended')
    expect(JSON.parse(text())).toMatchObject({ on24ClientId: '22950', msg: 'run ended' })
  })

  test.each([false, true])(
    'blanks credentials and personal fields at any usual depth (pretty: %s)',
    (pretty) => {
      const { logger, text } = loggerInMemory(pretty)
      const secret = { password: 'canary', accessToken: 'canary', email: 'canary@example.com' }
      logger.warn({ ...secret, account: secret, deep: { account: secret } }, 'sign-in refused')
      expect(text()).toContain('sign-in refused')
      expect(text()).not.toContain('canary')
    },
  )

  test('keeps an error’s message, code and causes, and drops its other properties', () => {
    const { logger, text } = loggerInMemory()
    const cause = Object.assign(new Error('socket hang up'), {
      code: 'ECONNRESET',
      request: 'canary',
    })
    const error = Object.assign(new Error('ON24 did not answer', { cause }), {
      config: { x: 'canary' },
    })
    logger.error({ err: error }, 'read failed')
    expect(JSON.parse(text())).toMatchObject({
      err: {
        message: 'ON24 did not answer',
        cause: { message: 'socket hang up', code: 'ECONNRESET' },
      },
    })
    expect(text()).not.toContain('canary')
  })
})
