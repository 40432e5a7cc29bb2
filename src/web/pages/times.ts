/**
 * Times for operators: relative to now, and in UTC, because runs are scheduled in UTC. Customers see them in the time zone
 * of their lists.
 */
import { DateTime } from 'luxon'
import { html, type Html } from '../html.ts'

const UNITS = [
  ['day', 24 * 60 * 60_000],
  ['hour', 60 * 60_000],
  ['minute', 60_000],
] as const

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'always' })

/** `3 hours ago`, `in 5 minutes`; `now` within a minute. */
export function distance(at: string, now: Date): string {
  const ms = Date.parse(at) - now.getTime()
  for (const [unit, unitMs] of UNITS) {
    // Rounds toward zero, so that an age is never overstated.
    if (Math.abs(ms) >= unitMs) return RELATIVE.format(Math.trunc(ms / unitMs), unit)
  }
  return 'now'
}

export function instant(at: string): Html {
  return html`<time datetime="${at}">${inUtc(at)}</time>`
}

/** @param timeZone IANA */
export function instantIn(at: string, timeZone: string): Html {
  const shown = DateTime.fromISO(at, { zone: timeZone, locale: 'en-US' })
  return html`<time datetime="${at}" data-zone="${timeZone}"
    >${shown.toFormat('yyyy-MM-dd HH:mm ZZZZ')}</time
  >`
}

/** For things that happen within minutes. */
export function instantToTheSecond(at: string): Html {
  return html`<time datetime="${at}">${`${at.slice(0, 10)} ${at.slice(11, 19)} UTC`}</time>`
}

function inUtc(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
}

export function distanceAndInstant(at: string | null, now: Date, otherwise: string): Html {
  if (at === null) return html`<span class="none">${otherwise}</span>`
  return html`<span class="main">${distance(at, now)}</span>
    <span class="detail">!${instant(at)}</span>`
}

/** The distance alone, with the instant on demand: for places with little room. */
export function relative(at: string | null, now: Date, otherwise: string): Html {
  return at === null
    ? html`<span class="none">${otherwise}</span>`
    : html`<time datetime="${at}" title="${inUtc(at)}">${distance(at, now)}</time>`
}

/** Such as `1 min 20 s`. */
export function duration(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  if (hours > 0) return `${String(hours)} h ${String(minutes)} min`
  return minutes > 0 ? `${String(minutes)} min ${String(seconds % 60)} s` : `${String(seconds)} s`
}

/** A time to wait. */
export function aboutMinutes(ms: number): string {
  const minutes = Math.ceil(ms / 60_000)
  return minutes <= 1 ? 'about a minute' : `about ${String(minutes)} minutes`
}

export function clockTime(at: Date): Html {
  const iso = at.toISOString()
  return html`<time datetime="${iso}">${iso.slice(11, 16)} UTC</time>`
}
