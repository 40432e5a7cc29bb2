/** The launcher as a process of its own, and the completion scripts in real shells. */
import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import packageJson from '../../../package.json' with { type: 'json' }
import { PROGRAM_ENVIRONMENT } from '../../support/processes/program-environment.ts'

const BIN = packageJson.bin['on24-act-on']
const run = promisify(execFile)

/** No profile of whoever runs the tests is read. */
const env = { ...PROGRAM_ENVIRONMENT, XDG_CONFIG_HOME: '/nonexistent' }

/** Makes Node take itself for an older one, which cannot run TypeScript. */
const AS_OLD_NODE = `data:text/javascript,Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.3.0' } })`

test('the bin of the package runs by itself, and says its version', async () => {
  const { stdout, stderr } = await run(`./${BIN}`, ['--version'], { env })
  expect({ stdout, stderr }).toEqual({ stdout: `${packageJson.version}\n`, stderr: '' })
})

test('an older Node hands over to the project’s own, with arguments and exit status', async () => {
  const args = ['--import', AS_OLD_NODE, BIN]
  const { stdout } = await run(process.execPath, [...args, '--version'], { env })
  expect(stdout).toBe(`${packageJson.version}\n`)
  const wrong = run(process.execPath, [...args, 'runs', 'a b', 'c'], { env })
  await expect(wrong).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/too many arguments/) as unknown,
  })
})

test('Bash completes commands, options and values, and evaluates nothing that is typed', async () => {
  const script = `
    source <(./${BIN} completion bash)
    completed() {
      COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
      $(complete -p on24-act-on | sed 's/.*-F \\([^ ]*\\).*/\\1/')
      echo "\${COMPREPLY[*]}"
    }
    completed on24-act-on accounts li
    completed on24-act-on runs 1 --outcome = in
    completed on24-act-on verify '$(echo evaluated >&2)' --re
  `
  const { stdout, stderr } = await run('bash', ['--norc', '-c', script], { env })
  expect(stdout.split('\n')).toEqual(['list', 'incomplete', '--repair', ''])
  expect(stderr).toBe('')
})

test('Zsh completes with its Tab key commands, values and files', async (context) => {
  if (!hasZsh()) return context.skip('No zsh is on this machine.')
  // The program is stood in for by a function that shows what it was called with.
  const setUp = `PS1=''; autoload -Uz compinit; compinit -u -D; source =(./${BIN} completion zsh); on24-act-on() { print -r -- "called<$*>" }`
  const script = `
    zmodload zsh/zpty
    zpty shell zsh -f -i
    zpty -w shell ${quoted(setUp)}
    zpty -w -n shell $'on24-act-on accounts li\\t\\n'
    zpty -w -n shell $'on24-act-on runs 1 --outc\\tinc\\t\\n'
    zpty -w -n shell $'on24-act-on runs 1 --token-file ${BIN.slice(0, -3)}\\t\\n'
    zpty -w shell "print THE''END"
    while zpty -r shell line; do
      print -r -- "$line"
      [[ $line == *THEEND* ]] && break
    done
  `
  const { stdout } = await run('zsh', ['-f', '-c', script], { env })
  expect([...stdout.matchAll(/called<(.*?)>/g)].map(([, words]) => words)).toEqual(
    expect.arrayContaining([
      'accounts list',
      'runs 1 --outcome incomplete',
      `runs 1 --token-file ${BIN}`,
    ]),
  )
})

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

function hasZsh(): boolean {
  try {
    execFileSync('zsh', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
