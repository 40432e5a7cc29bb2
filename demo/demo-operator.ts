/** Who asks on the customers' pages of the demo. Its addresses are reserved for examples: they lead nowhere. */
import type { Environment } from '../src/config/config.ts'

const DEMO_OPERATOR: Environment = {
  OPERATOR_NAME: 'Example Events',
  OPERATOR_CONTACT: 'help@events.example',
  OPERATOR_PRIVACY_URL: 'https://events.example/privacy',
}

const NAMES = ['OPERATOR_NAME', 'OPERATOR_CONTACT', 'OPERATOR_PRIVACY_URL', 'OPERATOR_LOGO_URL']

/** All of it or nothing: the contact of somebody else must not stand beside the name that a user has set. */
export function withDemoOperator(env: Environment): Environment {
  const isSet = NAMES.some((name) => env[name]?.trim())
  return isSet ? env : { ...env, ...DEMO_OPERATOR }
}
