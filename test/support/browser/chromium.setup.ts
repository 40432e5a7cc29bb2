/** Global setup of the browser suite: unpacks Chromium once, before several test processes would unpack it. */
import bundled from '@sparticuz/chromium'
import { announceWhile } from '../../../scripts/setup/announce.mjs'

export default async function setup(): Promise<void> {
  await announceWhile('unpacking Chromium (a few seconds, once)', () => bundled.executablePath())
}
