/** The filters that registrants and attendees share: status, anonymity, partner reference. */
import type { PersonState } from '../world/webinar-state.ts'
import type { On24Knobs } from './knobs.ts'
import type { Query } from './query.ts'

export function peopleFilter(query: Query, knobs: On24Knobs): (person: PersonState) => boolean {
  const statuses = STATUSES[askedStatus(query, knobs)]
  const forgottenOnly = query.text('filterforgotten')?.toUpperCase()
  const partnerRef = query.text('partnerref')
  const dropsSystemGenerated = query.flag('excludeanonymous')
  const dropsNoAddress =
    dropsSystemGenerated && knobs.excludeAnonymousDrops === 'systemGeneratedAndNoAddress'
  return (person) => {
    if (!statuses.includes(person.status)) return false
    if (forgottenOnly === 'Y' && person.status !== 'forgotten') return false
    if (forgottenOnly === 'N' && person.status === 'forgotten') return false
    if (partnerRef !== undefined && person.partnerRef !== partnerRef) return false
    if (dropsSystemGenerated && person.systemGenerated) return false
    return !(dropsNoAddress && person.email === null)
  }
}

type AskedStatus = 'any' | 'all' | 'regular' | 'deleted' | 'forgotten'

const STATUSES: Record<AskedStatus, readonly PersonState['status'][]> = {
  any: ['active', 'deleted', 'forgotten'],
  all: ['active', 'deleted'],
  regular: ['active'],
  deleted: ['deleted'],
  forgotten: ['forgotten'],
}

function askedStatus(query: Query, knobs: On24Knobs): AskedStatus {
  const asked = query.text('userstatus')?.toLowerCase()
  if (asked === 'any' || asked === 'all' || asked === 'deleted' || asked === 'forgotten') {
    return asked
  }
  return knobs.defaultUserStatus
}
