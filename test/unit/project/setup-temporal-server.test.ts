import { describe, expect, test } from 'vitest'
import { provideTemporal } from '../../../scripts/setup/temporal-server.mjs'
import { isNewEnough } from '../../../scripts/setup/temporal-sources.mjs'

const ORDER = ['onPath', 'cached', 'download', 'build'] as const
type WayName = (typeof ORDER)[number]

/** Sources of the server, of which only the named ones have a program. Records which ones were tried. */
function waysThatWork(...working: WayName[]) {
  const tried: WayName[] = []
  const way = (name: WayName) => () => {
    tried.push(name)
    return Promise.resolve(working.includes(name) ? `/bin/${name}/temporal` : null)
  }
  const ways = {
    onPath: way('onPath'),
    cached: way('cached'),
    download: way('download'),
    build: way('build'),
  }
  return { ways, tried }
}

const silent = () => undefined

describe('the Temporal server of the set-up', () => {
  test.each(ORDER.map((name, index) => [name, index] as const))(
    'comes from "%s" when no earlier source has one, and later sources are not tried',
    async (name, index) => {
      const { ways, tried } = waysThatWork(...ORDER.slice(index))
      expect(await provideTemporal(ways, silent)).toBe(`/bin/${name}/temporal`)
      expect(tried).toEqual(ORDER.slice(0, index + 1))
    },
  )

  test('comes from the next source when one fails, and the failure is reported', async () => {
    const { ways } = waysThatWork('build')
    const download = () => Promise.reject(new Error('the download did not work'))
    const told: string[] = []
    const program = await provideTemporal({ ...ways, download }, (line) => told.push(line))
    expect(program).toBe('/bin/build/temporal')
    expect(told).toEqual(['the download did not work'])
  })

  test('is reported as missing, with what to install, when no source has one', async () => {
    const { ways } = waysThatWork()
    await expect(provideTemporal(ways, silent)).rejects.toThrow(
      /install the Temporal CLI[^]*install Go[^]*TEMPORAL_ADDRESS/,
    )
  })

  test.each([
    ['1.28.9', false],
    ['0.30.0', false],
    ['1.29.0', true],
    ['1.100.1', true],
    ['2.0.0', true],
  ])('of version %s is new enough: %s', (version, expected) => {
    expect(isNewEnough(version)).toBe(expected)
  })
})
