import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

// Import rules between folders. A broken rule reports the imports that break it, and what to do instead.

interface Import {
  readonly from: string
  /** A file of ours by its path in the project, or a package by its name. */
  readonly to: string
  readonly typeOnly: boolean
}

interface Rule {
  readonly name: string
  readonly breaks: (found: Import) => boolean
  readonly instead: string
}

const isWithin = (folder: string) => (path: string) => path.startsWith(`${folder}/`)
const inWorkflows = isWithin('workflows')
const inActivities = isWithin('activities')
const inSrc = isWithin('src')
const inSandbox = isWithin('sandbox')
const inDemo = isWithin('demo')
/** Any file of the project, not only those of production. */
const isProject = (path: string) => isOurs(path) || inDemo(path) || inTests(path)
const inStore = isWithin('src/store')
const inTests = (path: string) => path.startsWith('test/') || path.startsWith('bench/')
const isOurs = (path: string) => inWorkflows(path) || inActivities(path) || inSrc(path)
const isEntryPoint = (path: string) =>
  /^src\/(start|worker|web|cli)\.ts$|^src\/(embedded\/guard|processes\/(bundle|rewrap-keys))\.ts$|^demo\/(start|rewrap-keys)\.ts$/.test(
    path,
  )

const PEERS = ['src/on24', 'src/act-on', 'src/mapping']
const peerOf = (path: string) => PEERS.find((folder) => isWithin(folder)(path))

const RULES: readonly Rule[] = [
  {
    name: 'workflows import the workflow SDK, their own folder, src/contracts, and activities by type',
    breaks: ({ from, to, typeOnly }) =>
      inWorkflows(from) &&
      !['@temporalio/workflow', '@temporalio/common'].includes(to) &&
      !inWorkflows(to) &&
      !isWithin('src/contracts')(to) &&
      !(inActivities(to) && typeOnly),
    instead:
      'Workflows run in a sandbox and are bundled. Do the work in an activity and import its type, or put plain ' +
      'types and constants into src/contracts.',
  },
  {
    name: 'src/contracts stands alone',
    breaks: ({ from, to }) => isWithin('src/contracts')(from) && !isWithin('src/contracts')(to),
    instead: 'Workflows import src/contracts, so whatever it imports would be bundled with them.',
  },
  {
    name: 'the vendors’ clients and the mapping do not know each other',
    breaks: ({ from, to }) => {
      const peer = peerOf(from)
      return peer !== undefined && peerOf(to) !== undefined && peerOf(to) !== peer
    },
    instead:
      'Say what they share in src/contracts; activities and src/delivery bring them together.',
  },
  {
    name: 'src/reading decides and is pure: it imports the mapping and src/contracts alone',
    breaks: ({ from, to }) =>
      isWithin('src/reading')(from) &&
      !['src/reading', 'src/mapping', 'src/contracts'].some((folder) => isWithin(folder)(to)),
    instead:
      'Read what it needs in an activity, and hand it over; src/store/rows stores what it decides.',
  },
  {
    name: 'src/explaining puts into words and is pure: it imports src/contracts alone',
    breaks: ({ from, to }) =>
      isWithin('src/explaining')(from) &&
      !['src/explaining', 'src/contracts'].some((folder) => isWithin(folder)(to)),
    instead:
      'Read what it needs in an activity, and hand it over; src/store/rows stores what it decides.',
  },
  {
    name: 'the vendors’ clients and the mapping do not know Temporal',
    breaks: ({ from, to }) => peerOf(from) !== undefined && to.startsWith('@temporalio/'),
    instead: 'Throw a domain error and take a signal; activities translate for Temporal.',
  },
  {
    name: 'the sandbox shares no code with the service',
    breaks: ({ from, to }) => inSandbox(from) && !inSandbox(to) && isProject(to),
    instead:
      'A mistake that both sides share would hide from every test: write it again in sandbox/.',
  },
  {
    name: 'activities do not import workflows',
    breaks: ({ from, to }) => inActivities(from) && inWorkflows(to),
    instead: 'What both need belongs to src/contracts.',
  },
  {
    name: 'nobody imports an entry point',
    breaks: ({ to }) => isEntryPoint(to),
    instead: 'An entry point only wires parts together: move what you need to a file of its own.',
  },
  {
    name: 'the product does not import the demo, the sandbox, tests or benchmarks',
    breaks: ({ from, to }) => isOurs(from) && (inDemo(to) || inSandbox(to) || inTests(to)),
    instead: 'Move what the product needs to src: production installs nothing else.',
  },
  {
    name: 'only src/store knows Kysely',
    breaks: ({ from, to }) =>
      isOurs(from) && /^(kysely|pg|@electric-sql\/pglite)(\/|$)/.test(to) && !inStore(from),
    instead: 'Write a function in src/store that says in its name what is asked of the database.',
  },
  {
    name: 'only src/http speaks HTTP to the outside',
    breaks: ({ from, to }) => isOurs(from) && to === 'axios' && !isWithin('src/http')(from),
    instead: 'Use src/http: it keeps requests, bodies and credentials out of errors and logs.',
  },
  {
    name: 'only src/notices sends e-mail',
    breaks: ({ from, to }) => isOurs(from) && to === 'nodemailer' && !isWithin('src/notices')(from),
    instead: 'Use src/notices: its errors never quote an address or a mail server’s own text.',
  },
]

function importsOf(from: string, text: string): Import[] {
  const source = ts.createSourceFile(from, text, ts.ScriptTarget.Latest)
  const found: Import[] = []
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return
    found.push({ from, to: resolveImport(from, specifier.text), typeOnly })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly)
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

const resolveImport = (from: string, specifier: string): string =>
  specifier.startsWith('.') ? join(dirname(from), specifier) : specifier

/** Matches the calls that begin a query or a transaction on a `Store`. */
const QUERY = /\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto|with|transaction|schema)\(/

const makesQueries = (file: string, text: string) =>
  isOurs(file) && !inStore(file) && QUERY.test(text)

const files = globSync('{src,workflows,activities,sandbox,demo,test,bench}/**/*.ts')
const imports = files.flatMap((file) => importsOf(file, readFileSync(file, 'utf8')))

describe('layers', () => {
  test('the rules see the project’s imports', () => {
    const toOwnFiles = imports.filter(({ to }) => isOurs(to))
    expect(toOwnFiles.length).toBeGreaterThan(20)
    expect(toOwnFiles.filter(({ to }) => !existsSync(to))).toEqual([])
  })

  test.each(RULES)('$name', ({ breaks, instead }) => {
    const broken = imports.filter(breaks).map(({ from, to }) => `${from} imports ${to}`)
    expect(broken, instead).toEqual([])
  })

  test('only src/store makes queries', () => {
    expect(files.filter((file) => makesQueries(file, readFileSync(file, 'utf8')))).toEqual([])
    expect(makesQueries('src/web/a.ts', `await store.selectFrom('run').execute()`)).toBe(true)
    expect(makesQueries('src/web/a.ts', 'store.transaction().execute(work)')).toBe(true)
  })

  test.each<[string, string, string]>([
    ['workflows import', 'workflows/a.ts', `import { z } from 'zod'`],
    ['workflows import', 'workflows/a.ts', `import { log } from '../activities/log.ts'`],
    ['workflows import', 'workflows/a.ts', `export { x } from '../src/store/x.ts'`],
    ['src/contracts stands', 'src/contracts/a.ts', `import type { A } from '../store/a.ts'`],
    [
      'the vendors’ clients and the mapping do not know each',
      'src/on24/a.ts',
      `import '../act-on/a.ts'`,
    ],
    [
      'the vendors’ clients and the mapping do not know T',
      'src/act-on/a.ts',
      `import '@temporalio/client'`,
    ],
    ['the sandbox', 'sandbox/on24/a.ts', `const x = await import('../../src/on24/schemas.ts')`],
    ['activities do not', 'activities/a.ts', `import type { W } from '../workflows/index.ts'`],
    ['nobody imports', 'test/unit/a.test.ts', `import '../../src/start.ts'`],
    ['the product does not', 'src/web/a.ts', `import '../../test/support/a.ts'`],
    ['src/reading decides', 'src/reading/a.ts', `import type { Row } from '../store/rows/a.ts'`],
    ['src/reading decides', 'src/reading/a.ts', `import { readFile } from 'node:fs/promises'`],
    ['src/explaining puts', 'src/explaining/a.ts', `import type { Row } from '../store/rows/a.ts'`],
    ['only src/store', 'src/runs/a.ts', `import type { Selectable } from 'kysely'`],
    ['only src/store', 'activities/a.ts', `import { Client } from 'pg'`],
    ['only src/http', 'src/on24/a.ts', `import axios from 'axios'`],
    ['only src/notices', 'src/web/a.ts', `import { createTransport } from 'nodemailer'`],
  ])('“%s…” would be broken by %s with %s', (name, file, code) => {
    const rule = RULES.find((candidate) => candidate.name.startsWith(name))
    expect(importsOf(file, code).some((found) => rule?.breaks(found))).toBe(true)
  })
})
