/** The queries that docs/operations.md gives operators for Temporal. */
import { readFileSync } from 'node:fs'

const MANUAL = readFileSync('docs/operations.md', 'utf8')

/** The table of queries to save, keyed by their purpose. */
export function savedQueries(): Map<string, string> {
  const rows = MANUAL.matchAll(/^\| (?<find>[^|]+) \| `(?<query>\w+ (?:=|!=|IN) [^`]+)` \|$/gm)
  return new Map([...rows].map(({ groups }) => [groups?.['find'] ?? '', groups?.['query'] ?? '']))
}

/** The other queries, which are in sentences and commands. */
export function otherQueries(): string[] {
  const saved = new Set(savedQueries().values())
  const found = [
    ...MANUAL.matchAll(/`(?<query>[A-Z]\w+ (?:=|!=|IN) [^`]+)`/g),
    ...MANUAL.matchAll(/--query '(?<query>[A-Z][^']+)'/g),
  ].map(({ groups }) => groups?.['query'] ?? '')
  return [...new Set(found)].filter((query) => !saved.has(query))
}
