// `npm run docs`: regenerates the README's tables in place.
import { readFileSync, writeFileSync } from 'node:fs'
import { withTables } from './readme-tables.ts'

const README = new URL('../../README.md', import.meta.url)

writeFileSync(README, withTables(readFileSync(README, 'utf8')))
