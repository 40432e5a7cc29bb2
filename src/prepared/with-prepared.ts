/**
 * Parts that depend only on the release and take seconds and much memory to make: the workflow bundle, an empty embedded
 * database. Each is made once, by a process of its own, whose memory ends with it, and kept in dist/.
 */
import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { promisify } from 'node:util'

/** Where the prepared parts are kept, unless a test says otherwise. */
const DIST = join(import.meta.dirname, '../../dist')

export interface Part {
  /** E.g. `workflow-bundle`. */
  readonly kind: string
  /** Differs with everything that the part is made from. May end in a file extension. */
  readonly key: string
  /** A Node program that makes the part, a file or a folder, at the path in its first argument. */
  readonly program: string
  /** Receives what the program prints to standard error. */
  readonly warn?: (line: string) => void
}

/**
 * Hands `use` the path of the part; the part may be gone once `use` has settled. Makes it first if it is not there, and
 * deletes those of other keys. If dist/ cannot be written, the part is made each time. Rejects if it cannot be made.
 */
export async function withPrepared<T>(
  part: Part,
  use: (path: string) => Promise<T>,
  folder = DIST,
): Promise<T> {
  const path = join(folder, nameOf(part))
  if ((await isReadable(path)) || (await keep(part, folder))) return use(path)
  const temporary = await mkdtemp(join(tmpdir(), `on24-act-on-${part.kind}-`))
  try {
    const made = join(temporary, 'part')
    await make(part, made)
    return await use(made)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

const nameOf = ({ kind, key }: Part) => `${kind}-${key}`

/** Makes the part and moves it to its place in one step. False if this user cannot write there. */
async function keep(part: Part, folder: string): Promise<boolean> {
  const making = await newFolder(folder, `making-${part.kind}-`)
  if (making === null) return false
  const path = join(folder, nameOf(part))
  try {
    const made = join(making, 'part')
    await make(part, made)
    await rename(made, path).catch(async (error: unknown) => {
      // Another process was faster: a folder is not replaced.
      if (!(await isReadable(path))) throw error
    })
  } finally {
    await rm(making, { recursive: true, force: true })
  }
  const names = await readdir(folder)
  const outdated = names.filter((name) => name.startsWith(`${part.kind}-`) && name !== nameOf(part))
  for (const name of outdated) await rm(join(folder, name), { recursive: true, force: true })
  return true
}

async function newFolder(parent: string, prefix: string): Promise<string | null> {
  try {
    await mkdir(parent, { recursive: true })
    return await mkdtemp(join(parent, prefix))
  } catch {
    return null
  }
}

async function make({ program, warn }: Part, path: string): Promise<void> {
  const { stderr } = await promisify(execFile)(execPath, [program, path])
  for (const line of stderr.split('\n')) if (line !== '') warn?.(line)
}

async function isReadable(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  )
}
