/** What ON24's status fields of a registration mean. */
import type { Registrant } from '../contracts/people.ts'

/** When ON24 forgets a person, the address becomes `<event user id>-deleted`; the status may be missing. */
export function isForgotten(registrant: Registrant): boolean {
  return (
    registrant.userStatus === 'forgotten' ||
    registrant.email === `${registrant.registrantId}-deleted`
  )
}

export function isLive(registrant: Registrant): boolean {
  return registrant.userStatus === 'active' && !isForgotten(registrant)
}
