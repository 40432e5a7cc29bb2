// Reads the address and credentials of the Temporal server from the standard TEMPORAL_* variables.
// https://docs.temporal.io/develop/environment-configuration
import { loadClientConnectConfig } from '@temporalio/envconfig'
import type { ClientConnectConfig } from '@temporalio/envconfig'

export type TemporalConfig =
  | {
      readonly kind: 'embedded'
      readonly port: number
      readonly uiPort: number
      readonly namespace: string
    }
  | {
      readonly kind: 'external'
      readonly connection: ClientConnectConfig['connectionOptions']
      readonly namespace: string
    }

/** Variables that only make sense for an external server. Without TEMPORAL_ADDRESS they would be ignored silently. */
export const EXTERNAL_SERVER_VARIABLES = [
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS',
  'TEMPORAL_TLS_CLIENT_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_CERT_DATA',
  'TEMPORAL_TLS_CLIENT_KEY_PATH',
  'TEMPORAL_TLS_CLIENT_KEY_DATA',
  'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
  'TEMPORAL_TLS_SERVER_CA_CERT_DATA',
  'TEMPORAL_TLS_SERVER_NAME',
  'TEMPORAL_CONFIG_FILE',
  'TEMPORAL_PROFILE',
] as const

/**
 * With TEMPORAL_ADDRESS: that server, with the standard variables; a configuration file is read only if
 * TEMPORAL_CONFIG_FILE names it. Without it: the embedded server. `problem` is a sentence without values.
 */
export function temporalConfig(
  env: Readonly<Record<string, string>>,
  ports: { readonly port: number; readonly uiPort: number },
): TemporalConfig | { readonly problem: string } {
  if (env['TEMPORAL_ADDRESS'] === undefined) {
    const orphan = EXTERNAL_SERVER_VARIABLES.find((name) => env[name] !== undefined)
    if (orphan !== undefined) {
      return {
        problem: `TEMPORAL_ADDRESS is missing: ${orphan} is set, which implies an external server`,
      }
    }
    return { kind: 'embedded', ...ports, namespace: env['TEMPORAL_NAMESPACE'] ?? 'default' }
  }
  try {
    const { connectionOptions, namespace } = loadClientConnectConfig({
      overrideEnvVars: { ...env },
      disableFile: env['TEMPORAL_CONFIG_FILE'] === undefined,
    })
    return { kind: 'external', connection: connectionOptions, namespace: namespace ?? 'default' }
  } catch {
    // The library's message may quote a key or a certificate.
    return {
      problem:
        'TEMPORAL_TLS_*, TEMPORAL_PROFILE or TEMPORAL_CONFIG_FILE cannot be used: check that each file exists ' +
        'and is well-formed',
    }
  }
}
