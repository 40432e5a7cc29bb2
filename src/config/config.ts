// Parses the environment once at start into one frozen object. It reads only the variables that it is given, and its
// messages never contain secrets.
import { settings } from './settings.ts'
import type { SettingName, Settings } from './settings.ts'
import { temporalConfig } from './temporal-settings.ts'
import type { TemporalConfig } from './temporal-settings.ts'

export type { TemporalConfig } from './temporal-settings.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * `demo` and `start` run a whole process tree, including embedded parts; `worker` and `web` are one process of several;
 * `keys` is a command that opens only the store and the key ring.
 */
export type Mode = 'demo' | 'start' | 'worker' | 'web' | 'keys'

const SERVICE = ['ENCRYPTION_KEYS', 'ACTON_CLIENT_ID', 'ACTON_CLIENT_SECRET', 'PUBLIC_URL'] as const
const SHARED_PARTS = ['DATABASE_URL', 'TEMPORAL_ADDRESS'] as const

/** A process of the mode does not start without these. */
export const REQUIRED = {
  demo: [...SERVICE, 'OPERATOR_TOKENS'],
  start: [...SERVICE, 'OPERATOR_TOKENS'],
  worker: [...SERVICE, ...SHARED_PARTS],
  web: [...SERVICE, 'OPERATOR_TOKENS', ...SHARED_PARTS],
  keys: ['ENCRYPTION_KEYS'],
} as const satisfies Record<Mode, readonly (SettingName | 'TEMPORAL_ADDRESS')[]>

/** Notices by e-mail need all of these, or none. */
const EMAIL = [
  'NOTIFY_SMTP_URL',
  'NOTIFY_EMAIL_TO',
  'NOTIFY_EMAIL_FROM',
] as const satisfies readonly SettingName[]

/** The demo has its own folder, so that neither `demo` nor `start` opens data stored with the other's keys. */
const DEMO_DATA_DIR = '.data-demo'

/** ON24 allows fewer event lists than other calls. */
const ON24_EVENT_LISTS_PER_MINUTE = 30

/** ON24 does not document the period over which it counts calls. */
const ON24_QUOTA_HOLD_SECONDS = 60
const ON24_LONGEST_HOLD_SECONDS = 15 * 60

export type Config = ReturnType<typeof toConfig>

/** Its message is complete: every problem by variable, and where to find help. It needs no stack. */
class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(problems: readonly string[]) {
    const lines = problems.map((problem) => `  - ${problem}`)
    super(
      [
        'The service cannot start with these settings:',
        ...lines,
        '.env.example explains each variable: copy it to .env, and set them there.',
      ].join('\n'),
    )
  }
}

/** Throws a ConfigError that names every missing or wrong variable. A blank variable counts as unset. */
export function parseConfig(env: Environment, { mode }: { readonly mode: Mode }): Config {
  const given = { ...(mode === 'demo' && { DATA_DIR: DEMO_DATA_DIR }), ...withoutBlanks(env) }
  const parsed = settings.safeParse(given)
  const problems = [
    ...missingSettings(given, mode),
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${String(path[0])} ${message}`),
  ]
  if (!parsed.success) throw new ConfigError(problems)
  if (parsed.data.TEMPORAL_UI_PORT === parsed.data.TEMPORAL_PORT) {
    problems.push('TEMPORAL_UI_PORT must differ from TEMPORAL_PORT')
  }

  const temporal = temporalConfig(given, {
    port: parsed.data.TEMPORAL_PORT,
    uiPort: parsed.data.TEMPORAL_UI_PORT,
  })
  if ('problem' in temporal) throw new ConfigError([...problems, temporal.problem])
  if (problems.length > 0) throw new ConfigError(problems)
  return toConfig(parsed.data, temporal)
}

/** The folder of the embedded parts. It is parsed on its own because it must be locked before anything else. */
export function dataDirOf(env: Environment, mode: 'demo' | 'start'): string {
  const given = withoutBlanks(env)['DATA_DIR']
  return settings.shape.DATA_DIR.parse(given ?? (mode === 'demo' ? DEMO_DATA_DIR : undefined))
}

function missingSettings(given: Readonly<Record<string, string>>, mode: Mode): string[] {
  const missing = REQUIRED[mode]
    .filter((name) => given[name] === undefined)
    .map((name) =>
      name === 'TEMPORAL_ADDRESS'
        ? `${name} is missing: host:port of the Temporal server that all processes share`
        : `${name} is missing: ${settings.shape[name].description ?? ''}`,
    )
  if (given['NOTIFY_WEBHOOK_URL'] !== undefined && given['NOTIFY_WEBHOOK_SECRET'] === undefined) {
    missing.push('NOTIFY_WEBHOOK_SECRET is missing: notices to NOTIFY_WEBHOOK_URL must be signed')
  }
  return [...missing, ...missingForEmail(given)]
}

/** One of them alone would silently send no e-mail. */
function missingForEmail(given: Readonly<Record<string, string>>): string[] {
  const set = EMAIL.filter((name) => given[name] !== undefined)
  if (set.length === 0) return []
  return EMAIL.filter((name) => !set.includes(name)).map(
    (name) =>
      `${name} is missing: ${settings.shape[name].description ?? ''}; notices by e-mail need it with ${set.join(' and ')}`,
  )
}

function toConfig(set: Settings, temporal: TemporalConfig) {
  return Object.freeze({
    dataDir: set.DATA_DIR,
    /** null: the embedded database. */
    databaseUrl: set.DATABASE_URL ?? null,
    databaseConnections: set.DATABASE_CONNECTIONS,
    temporal: Object.freeze(temporal),
    temporalUiUrl: set.TEMPORAL_UI_URL ?? embeddedUiUrl(temporal),
    /** The first one encrypts. */
    encryptionKeys: Object.freeze(set.ENCRYPTION_KEYS ?? []),
    operatorTokens: Object.freeze(set.OPERATOR_TOKENS ?? []),
    http: Object.freeze({
      host: set.HOST,
      port: set.PORT,
      publicUrl: set.PUBLIC_URL ?? '',
      trustProxy: set.TRUST_PROXY,
    }),
    /** Who asks customers to link Act-On, as their pages show it. Null: not shown. */
    operator: Object.freeze({
      name: set.OPERATOR_NAME ?? null,
      logoUrl: set.OPERATOR_LOGO_URL ?? null,
      /** The target of a link. */
      contact: set.OPERATOR_CONTACT ?? null,
      privacyUrl: set.OPERATOR_PRIVACY_URL ?? null,
    }),
    /** Of each process that runs workers. */
    worker: Object.freeze({
      cachedWorkflows: set.WORKER_CACHED_WORKFLOWS,
      workflowTasks: set.WORKER_WORKFLOW_TASKS,
      activities: set.WORKER_ACTIVITIES,
      operatorActivities: set.WORKER_OPERATOR_ACTIVITIES,
    }),
    actOn: Object.freeze({
      clientId: set.ACTON_CLIENT_ID ?? '',
      clientSecret: set.ACTON_CLIENT_SECRET ?? '',
      /** Overrides the hosts of the regions. */
      baseUrl: set.ACTON_BASE_URL ?? null,
      /** With `{listId}` for a list's id. */
      listUrl: set.ACTON_LIST_URL ?? null,
      callsPerSecond: set.ACTON_CALLS_PER_SECOND,
      callsPerDay: set.ACTON_CALLS_PER_DAY,
      limitScope: set.ACTON_LIMIT_SCOPE,
      keepPassword: set.ACTON_KEEP_PASSWORD,
      createLookupMinutes: set.ACTON_CREATE_LOOKUP_MINUTES,
    }),
    on24: Object.freeze({
      /** Overrides the hosts of the regions. */
      baseUrl: set.ON24_BASE_URL ?? null,
      callsPerMinute: set.ON24_CALLS_PER_MINUTE,
      /** How long no call is made after ON24 answered that the quota is used up. */
      quotaHoldMs: ON24_QUOTA_HOLD_SECONDS * 1000,
      longestHoldMs: ON24_LONGEST_HOLD_SECONDS * 1000,
      eventListsPerMinute: Math.min(ON24_EVENT_LISTS_PER_MINUTE, set.ON24_CALLS_PER_MINUTE),
      contentTypes: Object.freeze(set.ON24_CONTENT_TYPES),
      discoveryLookbackHours: set.DISCOVERY_LOOKBACK_HOURS,
    }),
    cancelledRegistrants: set.CANCELLED_REGISTRANTS,
    syncJitterSeconds: set.SYNC_JITTER_SECONDS,
    retentionDays: set.RETENTION_DAYS,
    notifyRejectionsAbove: set.NOTIFY_REJECTIONS_ABOVE,
    /** Where notices go. With none of the three they are only logged. */
    notify: Object.freeze({
      webhook:
        set.NOTIFY_WEBHOOK_URL === undefined
          ? null
          : Object.freeze({ url: set.NOTIFY_WEBHOOK_URL, secret: set.NOTIFY_WEBHOOK_SECRET ?? '' }),
      slackUrl: set.NOTIFY_SLACK_URL ?? null,
      email: emailOf(set),
    }),
  })
}

function emailOf({
  NOTIFY_SMTP_URL: server,
  NOTIFY_EMAIL_TO: to,
  NOTIFY_EMAIL_FROM: from,
}: Settings) {
  if (server === undefined || to === undefined || from === undefined) return null
  return Object.freeze({ server, to: Object.freeze(to), from })
}

/** Null for an external server, whose UI has an unknown address. */
function embeddedUiUrl(temporal: TemporalConfig): string | null {
  return temporal.kind === 'embedded' ? `http://127.0.0.1:${String(temporal.uiPort)}` : null
}

function withoutBlanks(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      const trimmed = value?.trim()
      return trimmed ? [[name, trimmed]] : []
    }),
  )
}
