/**
 * Profiles: the URL of a service and an operator's token under one name, kept in a file that only its owner may read.
 * Nothing here prints or quotes a token.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { z } from 'zod'
import type { Environment } from '../config/config.ts'
import { codeOf, usageError } from './exit-status.ts'

const Profile = z.strictObject({ url: z.string(), token: z.string() })
export type Profile = Readonly<z.output<typeof Profile>>

const Profiles = z.strictObject({
  /** Null: none is used unless --profile names it. */
  inUse: z.string().nullable(),
  profiles: z.record(z.string(), Profile),
})
export type Profiles = z.output<typeof Profiles>

const NOBODY_ELSE = 0o077

/** https://specifications.freedesktop.org/basedir/latest/ ignores a relative XDG_CONFIG_HOME, too. */
function pathOf(env: Environment): string {
  const given = env['XDG_CONFIG_HOME'] ?? ''
  const folder = isAbsolute(given) ? given : join(env['HOME'] || homedir(), '.config')
  return join(folder, 'on24-act-on', 'profiles.json')
}

/** Throws CommandFailed if the file is not one of profiles, or if others may read it. */
export async function readProfiles(env: Environment): Promise<Profiles> {
  const path = pathOf(env)
  try {
    const { mode } = await stat(path)
    if ((mode & NOBODY_ELSE) !== 0) {
      throw usageError(
        `Other users of this machine may read the tokens in ${path}.`,
        `Close it to them: chmod 600 ${path}. If somebody may have read it, replace the tokens.`,
      )
    }
    return Profiles.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return { inUse: null, profiles: {} }
    if (code !== null) throw usageError(`The file ${path} cannot be read (${code}).`)
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      throw usageError(`The file ${path} does not hold profiles: delete it, and add them again.`)
    }
    throw error
  }
}

/** Replaces the file as a whole: a command that is interrupted leaves the earlier one. Throws CommandFailed. */
export async function saveProfiles(env: Environment, profiles: Profiles): Promise<void> {
  const path = pathOf(env)
  const draft = `${path}.${randomUUID()}`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(draft, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    throw usageError(
      `The file ${path} cannot be written (${codeOf(error) ?? 'unwritable'}).`,
      'Set XDG_CONFIG_HOME to a folder in which you may write.',
    )
  }
}

/** The named profile, else the one in use; null if there is none. Throws CommandFailed if there is no such profile. */
export async function findProfile(
  env: Environment,
  name: string | undefined,
): Promise<Profile | null> {
  const { inUse, profiles } = await readProfiles(env)
  const wanted = name ?? inUse
  return wanted === null ? null : profileNamed({ profiles }, wanted)
}

/** Throws CommandFailed if there is no such profile. */
export function profileNamed({ profiles }: Pick<Profiles, 'profiles'>, name: string): Profile {
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (profile !== undefined) return profile
  throw usageError(`There is no profile ${name}: "profiles list" shows those that there are.`)
}
