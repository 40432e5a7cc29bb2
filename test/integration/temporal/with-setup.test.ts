import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

function withSetup(...command: string[]) {
  return spawn(process.execPath, ['scripts/with-setup.mjs', ...command], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

test('a command gets its arguments, runs on Node 24, and its exit code is passed on', async () => {
  const script = 'console.log(process.version, ...process.argv.slice(1)); process.exitCode = 3'
  const child = withSetup('node', '-e', script, '--', '--once', 'two words')
  const closed: Promise<unknown[]> = once(child, 'close')
  const output = await text(child.stdout)
  expect(output).toMatch(/^v24\.\d+\.\d+ --once two words\n$/)
  expect(await closed).toEqual([3, null])
})

test('with a Temporal server: the program is on the command’s PATH', async () => {
  const child = withSetup('--temporal', 'temporal', '--version')
  expect(await text(child.stdout)).toMatch(/Server 1\.\d+/)
})

test('a command that gets a signal may shut down by itself', async () => {
  const script = `
    process.on('SIGTERM', () => { console.log('ended in order'); process.exit(0) })
    setInterval(() => undefined, 1_000)
    console.log('ready')`
  const child = withSetup('node', '-e', script)
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    if (output === 'ready\n') child.kill('SIGTERM')
  })
  expect(await once(child, 'close')).toEqual([0, null])
  expect(output).toBe('ready\nended in order\n')
})
