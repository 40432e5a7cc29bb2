// Every environment variable of the service, with its default and purpose. `.env.example` lists the same variables.
// src/config/config.ts checks rules that involve more than one variable.
import { z } from 'zod'
import { mailAddress, mailSender, mailServer } from './mail-formats.ts'
import {
  commaList,
  contact,
  contentType,
  keyRing,
  listUrl,
  oneOf,
  operatorTokens,
  pageUrl,
  postgresUrl,
  proxies,
  safeOrigin,
  shownUrl,
  text,
  trueOrFalse,
  webhookSecret,
  webhookUrl,
  wholeNumber,
} from './setting-formats.ts'

const port = wholeNumber(0, 65_535)

export const settings = z.object({
  TEMPORAL_PORT: port.prefault('7233').describe('port of the embedded Temporal server'),
  TEMPORAL_UI_PORT: port.prefault('8233').describe('port of the embedded Temporal server’s web UI'),
  TEMPORAL_UI_URL: pageUrl
    .optional()
    .describe(
      'URL of Temporal’s web UI, for links to it; unset: the embedded one, if there is one',
    ),
  DATABASE_URL: postgresUrl
    .optional()
    .describe('PostgreSQL connection string; unset: an embedded database in DATA_DIR'),
  DATABASE_CONNECTIONS: wholeNumber(2, 1_000)
    .prefault('20')
    .describe('most connections of each process to PostgreSQL'),
  WORKER_CACHED_WORKFLOWS: wholeNumber(10, 100_000)
    .prefault('1000')
    .describe('workflows that each worker keeps in memory between two tasks, about 64 KB each'),
  WORKER_WORKFLOW_TASKS: wholeNumber(2, 1_000)
    .prefault('40')
    .describe('most workflow tasks of each worker at a time'),
  WORKER_ACTIVITIES: wholeNumber(1, 10_000)
    .prefault('60')
    .describe('most activities of runs, backfills and comparisons of each worker at a time'),
  WORKER_OPERATOR_ACTIVITIES: wholeNumber(1, 1_000)
    .prefault('20')
    .describe(
      'most activities of operators’ requests, probes and notices of each worker at a time',
    ),
  DATA_DIR: text
    .prefault('.data')
    .describe('folder of the embedded parts; one process at a time may use it'),

  ACTON_CLIENT_ID: text.optional().describe('client id of the Act-On API application'),
  ACTON_CLIENT_SECRET: text.optional().describe('client secret of the Act-On API application'),
  ON24_BASE_URL: safeOrigin.optional().describe('replaces ON24’s regional hosts'),
  ACTON_BASE_URL: safeOrigin.optional().describe('replaces Act-On’s regional hosts'),
  ACTON_LIST_URL: listUrl
    .optional()
    .describe(
      'address of a list in Act-On’s web pages, with {listId} for its id; unset: the pages do not link to lists',
    ),

  ENCRYPTION_KEYS: keyRing
    .optional()
    .describe(
      'key ring that protects stored credentials, id:base64 of 32 bytes,…; the first one encrypts',
    ),
  OPERATOR_TOKENS: operatorTokens
    .optional()
    .describe(
      'operators who may use the API, the pages and /metrics, name:token,…; different random tokens of at least 32 characters',
    ),

  PUBLIC_URL: safeOrigin.optional().describe('origin under which customers reach this service'),
  HOST: text.prefault('127.0.0.1').describe('address that the HTTP server listens on'),
  PORT: port.prefault('8080').describe('port that the HTTP server listens on'),
  TRUST_PROXY: proxies
    .prefault('false')
    .describe('number of proxies in front of the HTTP server, or their addresses'),

  OPERATOR_NAME: text
    .optional()
    .describe('who asks customers to link Act-On, named on the pages that they see'),
  OPERATOR_LOGO_URL: shownUrl.optional().describe('logo at the top of the customers’ pages'),
  OPERATOR_CONTACT: contact
    .optional()
    .describe('whom customers ask: an e-mail address, or the URL of a page'),
  OPERATOR_PRIVACY_URL: shownUrl
    .optional()
    .describe('privacy notice, linked to from the customers’ pages'),

  ACTON_CALLS_PER_SECOND: wholeNumber(1, 1_000)
    .prefault('5')
    .describe('most calls to Act-On per second, all workers together'),
  ACTON_CALLS_PER_DAY: wholeNumber(1, 100_000_000)
    .prefault('30000')
    .describe('most calls to Act-On in any 24 hours, all workers together'),
  ACTON_LIMIT_SCOPE: oneOf(['account', 'client'])
    .prefault('account')
    .describe('whether Act-On counts calls per account or for our API application as a whole'),
  ACTON_KEEP_PASSWORD: trueOrFalse
    .prefault('true')
    .describe('keep the customer’s Act-On password, encrypted, to recover a lost link'),
  ACTON_CREATE_LOOKUP_MINUTES: wholeNumber(0, 1_440)
    .prefault('10')
    .describe(
      'minutes to look for a list whose creation Act-On did not confirm, before it is created again',
    ),

  ON24_CALLS_PER_MINUTE: wholeNumber(1, 100_000)
    .prefault('100')
    .describe('most calls to ON24 per minute and account, all workers together'),
  ON24_CONTENT_TYPES: commaList
    .pipe(z.array(contentType))
    .prefault('webcast')
    .describe('ON24 content types that are synchronised, comma-separated'),
  DISCOVERY_LOOKBACK_HOURS: wholeNumber(24, 8_760)
    .prefault('72')
    .describe('hours before the last run in which ON24 is searched again for late changes'),
  CANCELLED_REGISTRANTS: oneOf(['keep', 'remove'])
    .prefault('keep')
    .describe('what happens in Act-On to a registration that was cancelled in ON24'),
  RETENTION_DAYS: wholeNumber(100, 36_500)
    .prefault('400')
    .describe(
      'days for which ended runs, the audit trail, notices, the journal and receipts are kept',
    ),
  SYNC_JITTER_SECONDS: wholeNumber(0, 21_599)
    .prefault('0')
    .describe('spreads the six-hourly runs of many accounts over this many seconds'),

  NOTIFY_WEBHOOK_URL: webhookUrl.optional().describe('receives notices for operators'),
  NOTIFY_WEBHOOK_SECRET: webhookSecret
    .optional()
    .describe('signs the notices to NOTIFY_WEBHOOK_URL'),
  NOTIFY_SLACK_URL: webhookUrl
    .optional()
    .describe('URL of an incoming webhook of Slack, which receives notices for operators'),
  NOTIFY_SMTP_URL: mailServer
    .optional()
    .describe(
      'mail server that sends notices to operators, smtps://user:password@host:port, or smtp:// for STARTTLS',
    ),
  NOTIFY_EMAIL_TO: commaList
    .pipe(z.array(mailAddress).min(1, 'must have an e-mail address'))
    .optional()
    .describe('e-mail addresses that receive notices for operators, comma-separated'),
  NOTIFY_EMAIL_FROM: mailSender
    .optional()
    .describe('sender of the e-mails, an address or a name with an <address>'),
  NOTIFY_REJECTIONS_ABOVE: wholeNumber(0, 1_000_000)
    .prefault('50')
    .describe('operators are notified when Act-On rejects more contacts of an account than this'),
})

export type Settings = z.output<typeof settings>
export type SettingName = keyof Settings
