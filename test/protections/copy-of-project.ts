/** A copy of the project's files, committed or not, from which a protection can be removed. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Edit } from './protection.ts'

export interface ProjectCopy {
  readonly folder: string
  /** Returns a function that undoes the edit. Throws unless the text occurs exactly once in the file. */
  edit(edit: Edit): () => void
  remove(): void
}

const PROJECT_ROOT = dirname(dirname(import.meta.dirname))

export function copyProject(): ProjectCopy {
  const folder = mkdtempSync(join(tmpdir(), 'on24-act-on-protections-'))
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const files = execFileSync('git', listed, { cwd: PROJECT_ROOT, encoding: 'utf8' }).split('\0')
  for (const file of files) {
    if (file !== '') cpSync(join(PROJECT_ROOT, file), join(folder, file))
  }
  symlinkSync(join(PROJECT_ROOT, 'node_modules'), join(folder, 'node_modules'))
  return {
    folder,
    edit({ file, from, to }) {
      const path = join(folder, file)
      const before = readFileSync(path, 'utf8')
      const places = before.split(from).length - 1
      if (places !== 1) {
        throw new Error(`${file} has ${String(places)} times: ${from}. Bring the lists up to date.`)
      }
      writeFileSync(
        path,
        before.replace(from, () => to),
      )
      return () => {
        writeFileSync(path, before)
      }
    },
    remove() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
