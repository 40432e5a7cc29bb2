/** Checks docker-compose.yml: the service's settings, no secrets, and no published port without a login. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { parseConfig, REQUIRED } from '../../../src/config/config.ts'
import { settings } from '../../../src/config/settings.ts'
import { EXTERNAL_SERVER_VARIABLES } from '../../../src/config/temporal-settings.ts'

const FILE = new URL('../../../docker-compose.yml', import.meta.url)
const text = readFileSync(FILE, 'utf8')

const Compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      command: z.array(z.string()).optional(),
      container_name: z.string().optional(),
      environment: z.record(z.string(), z.union([z.string(), z.number()])),
      ports: z.array(z.string()).optional(),
      restart: z.string(),
      healthcheck: z.object({
        test: z.array(z.string()).optional(),
        disable: z.boolean().optional(),
      }),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
      stop_grace_period: z.string().optional(),
      volumes: z.array(z.string()).optional(),
    }),
  ),
  volumes: z.record(z.string(), z.unknown()),
})
const { services, volumes } = Compose.parse(parse(text, { merge: true }))
const service = (name: string) => services[name] ?? expect.fail(`there is no service ${name}`)

/** Settings of the embedded servers, which separate processes do not run. */
const OF_EMBEDDED_PARTS = ['DATA_DIR', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT']
/** Not passed, because the file has its own Temporal server. An override file sets these for an external one. */
const OF_ANOTHER_SERVER: readonly string[] = EXTERNAL_SERVER_VARIABLES
/** Services that prepare something and then end. Other services wait until they have completed. */
const END_BY_THEMSELVES = ['temporal-schema', 'temporal-namespace']

describe('docker-compose.yml', () => {
  test.each(['web', 'worker'])('passes every setting to %s, and nothing else', (name) => {
    const known = [...Object.keys(settings.shape), 'TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE']
    const passed = Object.keys(service(name).environment)
    const left = known.filter((one) => !OF_EMBEDDED_PARTS.includes(one))
    expect(passed.toSorted()).toEqual(left.toSorted())
    expect(passed.filter((one) => OF_ANOTHER_SERVER.includes(one))).toEqual([])
  })

  test.each(['web', 'worker'] as const)('gives %s settings that it starts with', (mode) => {
    const given = {
      POSTGRES_PASSWORD: 'letters0and1digits',
      ENCRYPTION_KEYS: `one:${Buffer.from('a-key-of-32-bytes-for-tests-only').toString('base64')}`,
      OPERATOR_TOKENS: 'ada:a-token-of-an-operator-in-tests-1',
      ACTON_CLIENT_ID: 'id',
      ACTON_CLIENT_SECRET: 'secret',
      PUBLIC_URL: 'https://sync.example.com',
    }
    const env: Record<string, string> = {}
    for (const [name, value] of Object.entries(service(mode).environment)) {
      env[name] = filledIn(String(value), given)
    }
    const config = parseConfig(env, { mode })
    expect(config.databaseUrl).toContain('letters0and1digits@postgres:5432')
    expect(config.temporal).toMatchObject({ kind: 'external', namespace: 'default' })
    expect(config.http.port).toBe(8080)
  })

  test('has no secret in it: each is asked for, with what to do where it is missing', () => {
    const secrets = Object.values(services)
      .flatMap(({ environment }) => Object.entries(environment))
      .filter(([name]) => /PASSWORD|PWD|SECRET|KEYS|TOKENS|DATABASE_URL/.test(name))
      .filter(([name]) => name !== 'ACTON_KEEP_PASSWORD')
    expect(secrets.length).toBeGreaterThan(8)
    for (const [name, value] of secrets) {
      const asked = name === 'NOTIFY_WEBHOOK_SECRET' ? /^\$\{\w+:-\}$/ : /\$\{\w+:\?[^}]*set it in/
      expect(value, name).toMatch(asked)
    }
    for (const name of REQUIRED.web) {
      if (name !== 'DATABASE_URL' && name !== 'TEMPORAL_ADDRESS') {
        expect(service('web').environment[name]).toMatch(/:\?/)
      }
    }
  })

  test('publishes no service without a login and no database to other machines', () => {
    for (const name of ['temporal', 'temporal-ui']) {
      const ports = service(name).ports ?? []
      expect(ports).toHaveLength(1)
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
    }
    for (const name of ['postgres', 'temporal-postgres', 'worker']) {
      expect(service(name).ports).toBeUndefined()
    }
    expect(service('web').ports).toEqual(['${WEB_BIND:-127.0.0.1}:${WEB_PORT:-8080}:8080'])
  })

  test('checks the health of every long-running service, and starts each after its dependencies', () => {
    for (const [name, { healthcheck, restart }] of Object.entries(services)) {
      const ends = END_BY_THEMSELVES.includes(name)
      expect(ends ? healthcheck.disable : healthcheck.test?.[0], name).toBe(
        ends ? true : name.endsWith('postgres') ? 'CMD-SHELL' : 'CMD',
      )
      expect(restart, name).toMatch(ends ? /^on-failure:\d+$/ : /^unless-stopped$/)
    }
    for (const [name, { depends_on: needs = {} }] of Object.entries(services)) {
      for (const [needed, { condition }] of Object.entries(needs)) {
        const ends = END_BY_THEMSELVES.includes(needed)
        const expected = ends ? 'service_completed_successfully' : 'service_healthy'
        expect(condition, `${name} needs ${needed}`).toBe(expected)
        expect(services).toHaveProperty(needed)
      }
    }
  })

  test('can have many workers, gives them time to shut down, and keeps both databases', () => {
    for (const one of Object.values(services)) expect(one.container_name).toBeUndefined()
    expect(service('worker').command).toEqual(['node', 'src/worker.ts'])
    expect(Number.parseInt(service('worker').stop_grace_period ?? '', 10)).toBeGreaterThan(30)
    const kept = ['postgres', 'temporal-postgres'].map((name) => service(name).volumes)
    expect(kept.flat().map((volume) => volume?.split(':')[0])).toEqual(Object.keys(volumes))
  })

  test('names a version of every image', () => {
    for (const [name, { image }] of Object.entries(services)) {
      expect(image, name).toMatch(/:\d+(\.\d+)+$/)
    }
  })

  test('is what the Compose client understands', (context) => {
    const client = composeClient()
    if (client === null)
      return context.skip('No Compose client (docker compose) is on this machine.')
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] }
    const check = (more: Readonly<Record<string, string>>) =>
      execFileSync(client[0], [...client.slice(1), '-f', FILE.pathname, 'config', '-q'], {
        env: { ...env, COMPOSE_DISABLE_ENV_FILE: 'true', ...more },
        stdio: 'pipe',
      })
    const names = text.matchAll(/\$\{(\w+):\?/g)
    check(Object.fromEntries([...names].map(([, name = '']) => [name, 'given'])))
    expect(() => check({})).toThrow(/set it in \.env/)
  })
})

/** Replaces `${NAME:?…}` and `${NAME:-default}` in a text as Compose does. */
function filledIn(value: string, given: Readonly<Record<string, string>>): string {
  return value.replaceAll(
    /\$\{(\w+):([-?])([^}]*)\}/g,
    (_all, name: string, kind: string, rest: string) => given[name] ?? (kind === '-' ? rest : ''),
  )
}

function composeClient(): readonly [string, ...string[]] | null {
  for (const client of [['docker', 'compose'], ['docker-compose']] as const) {
    try {
      execFileSync(client[0], [...client.slice(1), 'version'], { stdio: 'ignore' })
      return client
    } catch {
      // This client is not installed.
    }
  }
  return null
}
