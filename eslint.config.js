// What a reviewer would otherwise have to say twice. test/unit/project/layers.test.ts states the import rules once more,
// on the whole import graph and with advice.
import js from '@eslint/js'
import { defineConfig } from 'eslint/config'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import importX from 'eslint-plugin-import-x'
import tseslint from 'typescript-eslint'
import rawHtml from './eslint/raw-html.js'

const ENTRY_POINTS = [
  'src/{start,worker,web,cli}.ts',
  'src/embedded/guard.ts',
  'src/processes/{bundle,rewrap-keys}.ts',
  'demo/{start,rewrap-keys}.ts',
]

const NO_FAILURE = {
  selector:
    ":matches(NewExpression[callee.name='ApplicationFailure'], CallExpression[callee.object.name='ApplicationFailure'])",
  message: 'Throw a domain error; activities/failure.ts turns it into an ApplicationFailure.',
}

const NO_WALL_CLOCK = {
  selector:
    ":matches(NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date'], CallExpression[callee.object.name='Date'][callee.property.name='now'], CallExpression[callee.object.name=/^(DateTime|Temporal)$/][callee.property.name=/^(now|local|utc)$/])",
  message:
    'Ask `now` of the service (service-clock.ts): machines differ. How long something takes, `performance` says.',
}

const HALF_A_PAGE = {
  selector: 'CallExpression[callee.property.name=/^(count|allInnerTexts|allTextContents)$/]',
  message: 'Ask countOf or textsOf (read-page.ts): these read a page that is still arriving.',
}

/** What has to go by the machine's own clock, and why. */
const WALL_CLOCKS = [
  // A gRPC deadline is a time of this machine.
  'src/web/health.ts',
  'src/temporal/connection.ts',
  'src/temporal/in-time.ts',
  // The stand-ins have a clock of their own, and share no code.
  'sandbox/**',
  // The demo's world begins when it is made.
  'demo/demo-sandbox.ts',
]

export default defineConfig(
  { ignores: ['node_modules/', 'dist/', '.data/', '.data-demo/', '.cache/', '.test/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unsafe-type-assertion': 'error',
      // Our objects are closures: none of their functions uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver()],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
    },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', 250],
      'no-console': 'error',
      'import-x/no-cycle': 'error',
    },
  },
  {
    files: ['{src,workflows,activities,sandbox,demo}/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', NO_FAILURE, NO_WALL_CLOCK],
      'no-restricted-globals': [
        'error',
        {
          name: 'process',
          message: 'Take what you need as a parameter: src/config/config.ts has parsed it.',
        },
      ],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { name: 'axios', message: 'Only src/http speaks to the network.' },
        {
          name: 'node:process',
          importNames: ['env', 'default'],
          message: 'See src/config/config.ts.',
        },
      ],
    },
  },
  {
    files: ['{src,workflows,activities}/**/*.ts'],
    rules: { 'import-x/no-extraneous-dependencies': ['error', { devDependencies: false }] },
  },
  {
    files: ['src/web/**/*.ts'],
    plugins: { local: { rules: { 'raw-html': rawHtml } } },
    rules: { 'local/raw-html': 'error' },
  },
  {
    files: ['src/config/config.ts', 'src/processes/command-line.ts', ...ENTRY_POINTS],
    rules: { 'no-restricted-globals': 'off' },
  },
  { files: WALL_CLOCKS, rules: { 'no-restricted-syntax': ['error', NO_FAILURE] } },
  // Temporal's own time, the same at each replay.
  { files: ['workflows/**'], rules: { 'no-restricted-syntax': ['error', NO_FAILURE] } },
  {
    files: ['activities/failure.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_WALL_CLOCK] },
  },
  {
    files: ['test/browser/**', 'test/support/browser/**'],
    ignores: ['test/support/browser/read-page.ts'],
    rules: { 'no-restricted-syntax': ['error', HALF_A_PAGE] },
  },
  { files: ['src/http/**'], rules: { '@typescript-eslint/no-restricted-imports': 'off' } },
  {
    files: ['workflows/**'],
    rules: {
      // Workflows run in Temporal's sandbox. What they import is bundled, or breaks determinism, or makes each
      // cached run ten times bigger (zod).
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex:
                '^(?!@temporalio/(?:workflow|common)$|\\./|(?:\\.\\./)+src/contracts/|(?:\\.\\./)+activities/)',
              message:
                'A workflow imports only the workflow SDK, its own folder and src/contracts.',
            },
            {
              regex: '^(?:\\.\\./)+activities/',
              allowTypeImports: true,
              message: 'A workflow knows activities by type: use import type.',
            },
          ],
        },
      ],
    },
  },
  // tsc checks these by their JSDoc, undefined names included.
  {
    files: ['{bin,scripts}/**', 'src/web/{assets,link/assets,pages/assets}/**'],
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['scripts/**', 'src/cli.ts', 'bench/**'],
    rules: { 'no-console': 'off' },
  },
)
