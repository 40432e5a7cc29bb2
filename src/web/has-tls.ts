/** Whether browsers reach the service over TLS: only then do they send back a cookie marked Secure. */
import type { Config } from '../config/config.ts'

export function hasTls({ http }: Pick<Config, 'http'>): boolean {
  return http.publicUrl.startsWith('https:')
}
