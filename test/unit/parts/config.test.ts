import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dataDirOf, parseConfig } from '../../../src/config/config.ts'
import type { Environment, Mode } from '../../../src/config/config.ts'
import { settings } from '../../../src/config/settings.ts'
import { EXTERNAL_SERVER_VARIABLES } from '../../../src/config/temporal-settings.ts'

const key = () => randomBytes(32).toString('base64')
const KEY = key()
const TOKEN = 'a-token-of-32-characters-or-more'

const COMPLETE = {
  ENCRYPTION_KEYS: `new:${key()},old:${key()}`,
  OPERATOR_TOKENS: `ada:${TOKEN}`,
  ACTON_CLIENT_ID: 'client',
  ACTON_CLIENT_SECRET: 'canary-secret',
  PUBLIC_URL: 'https://sync.example.com/',
}

const start = (env: Environment) => parseConfig({ ...COMPLETE, ...env }, { mode: 'start' })

function refusal(env: Environment, mode: Mode = 'start'): string {
  try {
    parseConfig(env, { mode })
  } catch (error) {
    if (error instanceof Error) return error.message
  }
  return 'not refused'
}

describe('a process refuses to start', () => {
  test.each<[Mode, string[]]>([
    [
      'start',
      [
        'ACTON_CLIENT_ID',
        'ACTON_CLIENT_SECRET',
        'ENCRYPTION_KEYS',
        'OPERATOR_TOKENS',
        'PUBLIC_URL',
      ],
    ],
    [
      'worker',
      [
        'ACTON_CLIENT_ID',
        'ACTON_CLIENT_SECRET',
        'DATABASE_URL',
        'ENCRYPTION_KEYS',
        'PUBLIC_URL',
        'TEMPORAL_ADDRESS',
      ],
    ],
    [
      'web',
      // prettier-ignore
      ['ACTON_CLIENT_ID', 'ACTON_CLIENT_SECRET', 'DATABASE_URL', 'ENCRYPTION_KEYS', 'OPERATOR_TOKENS', 'PUBLIC_URL', 'TEMPORAL_ADDRESS'],
    ],
    ['keys', ['ENCRYPTION_KEYS']],
  ])('as %s naming every missing setting at once', (mode, names) => {
    const named = [...refusal({}, mode).matchAll(/- (\w+) is missing/g)].map(([, name]) => name)
    expect(named.sort()).toEqual(names)
  })

  test('naming wrong and missing settings in one message', () => {
    const message = refusal({ ...COMPLETE, PUBLIC_URL: '', PORT: 'eighty' })
    expect(message).toContain('PUBLIC_URL is missing: origin under which customers reach')
    expect(message).toContain('PORT must be a whole number from 0 to 65535')
  })

  test.each<[string, string]>([
    ['ENCRYPTION_KEYS', 'one:c2hvcnQtY2FuYXJ5'],
    ['ENCRYPTION_KEYS', `one:${key()},one:${key()}`],
    ['ENCRYPTION_KEYS', `one:${KEY},two:${KEY}`],
    ['ENCRYPTION_KEYS', `one:${Buffer.alloc(32).toString('base64')}`],
    ['ENCRYPTION_KEYS', key()],
    ['OPERATOR_TOKENS', 'ada:canary-too-short'],
    ['OPERATOR_TOKENS', `ada:${TOKEN},ada:${TOKEN}-2`],
    ['OPERATOR_TOKENS', `ada:${TOKEN},bob:${TOKEN}`],
    ['OPERATOR_TOKENS', `ada:${'canary'.repeat(10)}`],
    ['PUBLIC_URL', 'http://canary.example.com'],
    ['PUBLIC_URL', 'https://example.com/canary'],
    ['TEMPORAL_UI_URL', 'https://example.com/?canary'],
    ['OPERATOR_LOGO_URL', 'http://canary.example.com/logo.svg'],
    ['OPERATOR_PRIVACY_URL', 'javascript:canary'],
    ['OPERATOR_CONTACT', 'canary'],
    ['ON24_BASE_URL', 'https://canary:canary@example.com'],
    ['ON24_BASE_URL', 'http://canary.example.com'],
    ['ACTON_BASE_URL', 'http://canary.example.com'],
    ['ACTON_BASE_URL', 'ftp://canary'],
    ['ACTON_LIST_URL', 'http://canary.example.com/{listId}'],
    ['ACTON_LIST_URL', 'https://canary.example.com/list'],
    ['ACTON_LIST_URL', 'https://{listId}.canary.example.com/{listId}'],
    ['ACTON_LIST_URL', 'canary{listId}'],
    ['DATABASE_URL', 'mysql://canary@localhost/x'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', 'canary'],
    ['TRUST_PROXY', '10.0.0.1,canary'],
    ['ACTON_KEEP_PASSWORD', 'canary'],
    ['ACTON_LIMIT_SCOPE', 'canary'],
    ['ACTON_CALLS_PER_SECOND', '7654321'],
    ['SYNC_JITTER_SECONDS', '21600'],
    ['RETENTION_DAYS', '99'],
    ['ON24_CONTENT_TYPES', 'webcast,webcanary'],
    ['TEMPORAL_UI_PORT', '7233'],
  ])('when %s is wrong, without repeating its value', (name, value) => {
    const message = refusal({ ...COMPLETE, [name]: value })
    expect(message).toContain(`- ${name} must`)
    expect(message).not.toContain('canary')
    expect(message).not.toContain(value)
  })

  test.each(EXTERNAL_SERVER_VARIABLES)('when %s is set but the server’s address is not', (name) => {
    expect(refusal({ ...COMPLETE, [name]: 'x' })).toContain(
      `- TEMPORAL_ADDRESS is missing: ${name} is set`,
    )
  })

  test('when a certificate of Temporal cannot be read', () => {
    const env = { TEMPORAL_ADDRESS: 'host:7233', TEMPORAL_TLS_CLIENT_CERT_PATH: '/nowhere/x.pem' }
    expect(refusal({ ...COMPLETE, ...env })).toContain('TEMPORAL_TLS_*')
  })
})

describe('settings', () => {
  test('give the demo a folder of its own, unless one is set', () => {
    const demo = (env: Environment) => parseConfig({ ...COMPLETE, ...env }, { mode: 'demo' })
    expect([demo({}).dataDir, dataDirOf({}, 'demo'), dataDirOf({}, 'start')]).toEqual([
      '.data-demo',
      '.data-demo',
      '.data',
    ])
    const set = { DATA_DIR: 'elsewhere' }
    expect([demo(set).dataDir, dataDirOf(set, 'demo')]).toEqual(['elsewhere', 'elsewhere'])
  })

  test('take the documented defaults when unset or blank', () => {
    const config = start({ PORT: ' ', DATABASE_URL: '' })
    expect(config).toMatchObject({
      dataDir: '.data',
      databaseUrl: null,
      temporal: { kind: 'embedded', port: 7233, uiPort: 8233, namespace: 'default' },
      http: {
        host: '127.0.0.1',
        port: 8080,
        publicUrl: 'https://sync.example.com',
        trustProxy: false,
      },
      actOn: {
        ...{ baseUrl: null, callsPerSecond: 5, callsPerDay: 30_000, limitScope: 'account' },
        ...{ keepPassword: true, createLookupMinutes: 10 },
      },
      on24: {
        ...{ baseUrl: null, callsPerMinute: 100, eventListsPerMinute: 30 },
        ...{ contentTypes: ['webcast'], discoveryLookbackHours: 72 },
      },
      ...{ cancelledRegistrants: 'keep', syncJitterSeconds: 0, retentionDays: 400 },
      ...{ notifyRejectionsAbove: 50, notify: { webhook: null, slackUrl: null, email: null } },
    })
  })

  test('take the address of a list, with the place of its id', () => {
    const url = 'https://canary.example.com/open?list={listId}'
    expect(start({ ACTON_LIST_URL: url }).actOn.listUrl).toBe(url)
    expect(start({}).actOn.listUrl).toBeNull()
  })

  test('name the Temporal UI: the embedded one, the one that is set, or none', () => {
    const uiOf = (env: Environment) => start(env).temporalUiUrl
    const elsewhere = { TEMPORAL_ADDRESS: 'host:7233' }
    expect(uiOf({ TEMPORAL_UI_PORT: '9000' })).toBe('http://127.0.0.1:9000')
    expect(uiOf(elsewhere)).toBeNull()
    const behindPath = { TEMPORAL_UI_URL: 'https://tools.example.com/temporal/' }
    expect(uiOf({ ...elsewhere, ...behindPath })).toBe('https://tools.example.com/temporal')
  })

  test('keep the order of the key ring, whose first key encrypts', () => {
    expect(start({}).encryptionKeys.map(({ id }) => id)).toEqual(['new', 'old'])
  })

  test('never let event lists exceed the pace of all calls', () => {
    expect(start({ ON24_CALLS_PER_MINUTE: '12' }).on24.eventListsPerMinute).toBe(12)
  })

  test('name proxies by number or by address', () => {
    expect(start({ TRUST_PROXY: '1' }).http.trustProxy).toBe(1)
    expect(start({ TRUST_PROXY: 'loopback, 10.0.0.0/8' }).http.trustProxy).toEqual([
      'loopback',
      '10.0.0.0/8',
    ])
  })

  test('configure an external Temporal server with the standard variables', () => {
    const { temporal } = start({
      TEMPORAL_ADDRESS: 'ns.example.com:7233',
      TEMPORAL_NAMESPACE: 'ns',
      TEMPORAL_API_KEY: 'k',
    })
    expect(temporal).toMatchObject({
      kind: 'external',
      namespace: 'ns',
      connection: { address: 'ns.example.com:7233', apiKey: 'k', tls: true },
    })
  })

  test('cannot be changed afterwards', () => {
    const config = start({})
    const parts = [config, config.http, config.actOn, config.on24, config.on24.contentTypes]
    expect(parts.every((part) => Object.isFrozen(part))).toBe(true)
  })
})

describe('.env.example', () => {
  const lines = readFileSync('.env.example', 'utf8').matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=(.*)$/gm)
  const shown = new Map(Array.from(lines, ([, name = '', value = '']) => [name, value]))

  test('lists every setting and nothing else', () => {
    const known = [
      ...Object.keys(settings.shape),
      ...['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE'],
      ...EXTERNAL_SERVER_VARIABLES,
    ]
    expect([...shown.keys()].sort()).toEqual(known.sort())
  })

  test('shows the defaults that hold', () => {
    const values = Object.fromEntries([...shown].filter(([, value]) => value !== ''))
    expect(start(values)).toEqual(start({}))
  })
})
