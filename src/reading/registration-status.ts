/** What ON24's marks on a registration mean. */
import type { Registrant } from '../contracts/people.ts'

/** Forgetting turns the address into `<event user id>-deleted`; the status may be left out. */
export function isForgotten(registrant: Registrant): boolean {
  return (
    registrant.userStatus === 'forgotten' ||
    registrant.email === `${registrant.registrantId}-deleted`
  )
}

export function isLive(registrant: Registrant): boolean {
  return registrant.userStatus === 'active' && !isForgotten(registrant)
}
