/** Preloaded into a process that is measured: answers each message with what V8 says about its memory, in bytes. */
import { getHeapSpaceStatistics } from 'node:v8'

process.on('message', () => {
  const spaces = new Map(
    getHeapSpaceStatistics().map((space) => [space.space_name, space.space_used_size]),
  )
  process.send?.({ usage: process.memoryUsage(), spaces: Object.fromEntries(spaces) })
})
// It must not keep the process alive.
process.channel?.unref()
