/** Whether browsers reach us over TLS: only then do they send a cookie back that is marked as secure. */
import type { Config } from '../config/config.ts'

export function hasTls({ http }: Pick<Config, 'http'>): boolean {
  return http.publicUrl.startsWith('https:')
}
