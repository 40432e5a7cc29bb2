/** `2026-05-01 06:00 UTC`. */
export function timeOf(at: Date | string | null): string {
  if (at === null) return 'an unknown day'
  const iso = typeof at === 'string' ? at : at.toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}
