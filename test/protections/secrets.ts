/** Protections of secrets in logs, pages, webhooks and dumps. */
import { type Protection, protection } from './protection.ts'

const MISTAKE = {
  file: 'test/integration/link/link-refused.test.ts',
  name: 'an internal error is answered with an error id, which is also in the log',
}

const DUMP = {
  file: 'test/integration/store/dumps.test.ts',
  name: 'a dump contains neither password nor token, and nothing that can be decrypted once the account is removed',
}

export const SECRET_PROTECTIONS: readonly Protection[] = [
  protection(
    'redaction: fields of a log line',
    {
      file: 'src/observability/logger.ts',
      from: 'paths: DEPTHS.flatMap((depth) => SECRET_FIELDS.map((field) => depth + field)),',
      to: 'paths: [],',
    },
    {
      file: 'test/unit/parts/logger.test.ts',
      name: 'blanks credentials and personal fields at any usual depth (pretty: false)',
    },
  ),
  protection(
    'redaction: what errors carry',
    {
      file: 'src/observability/logger.ts',
      from: 'serializers: { err: errorWords, error: errorWords },',
      to: '',
    },
    {
      file: 'test/unit/parts/logger.test.ts',
      name: 'keeps an error’s message, code and causes, and drops its other properties',
    },
  ),
  protection(
    'error page: a number and no words',
    {
      file: 'src/web/error-handler.ts',
      from: 'answers.failed(response.status(500), errorId)',
      to: 'response.status(500).send(String(error) + errorId)',
    },
    MISTAKE,
  ),
  protection(
    'log: no URL',
    {
      file: 'src/web/error-handler.ts',
      from: 'method: request.method',
      to: 'method: request.originalUrl',
    },
    MISTAKE,
  ),
  protection(
    'form: the password is not shown again',
    {
      file: 'src/web/link/receive-form.ts',
      from: 'userName: form.userName, failure',
      to: 'userName: form.password, failure',
    },
    {
      file: 'test/integration/link/link-refused.test.ts',
      name: 'a wrong password is explained to the customer, and the invitation stays valid',
    },
  ),
  protection(
    'limits: addresses as hashes',
    {
      file: 'src/web/rate-limits.ts',
      from: 'await ciphers.serviceHash(key)',
      to: 'await Promise.resolve(key)',
    },
    {
      file: 'test/integration/limits/rate-limits.test.ts',
      name: 'counted addresses are stored as hashes, and deleted once the window is over',
    },
  ),
  protection(
    'API: an operator’s token is needed',
    {
      file: 'src/web/api/require-operator.ts',
      from: 'if (name === null) {',
      to: "if (name === '') {",
    },
    {
      file: 'test/integration/api/api-access.test.ts',
      name: 'every route needs an operator’s token, also an unknown route',
    },
  ),
  protection(
    'notices are signed',
    {
      file: 'src/notices/webhook-client.ts',
      from: 'signer.sign(id, sentAt, text)',
      to: "'v1,unsigned'",
    },
    {
      file: 'test/contract/signed-webhook.test.ts',
      name: 'a receiver can verify what is signed with any text',
    },
  ),
  {
    name: 'dump: credentials are sealed',
    edits: [
      {
        file: 'src/crypto/account-cipher.ts',
        from: 'seal: (field, text) => seal(sealingKey, context(field), Buffer.from(text)),',
        to: 'seal: (_field, text) => text,',
      },
      {
        file: 'src/crypto/account-cipher.ts',
        from: 'open: (field, sealed) => open(sealingKey, context(field), sealed).toString(),',
        to: 'open: (_field, sealed) => sealed,',
      },
    ],
    test: DUMP,
  },
  protection(
    'dump: a removed account leaves nothing',
    {
      file: 'src/accounts/remove-account.ts',
      from: 'await finishRemovalInStore(store, on24ClientId, now())',
      to: 'now()',
    },
    DUMP,
  ),
]
