/** The actions for an account that the pages offer. */
import type { AccountState } from '../../../contracts/account-state.ts'

export const ACTIONS = ['pause', 'resume', 'sync', 'backfill', 'invite'] as const
export type Action = (typeof ACTIONS)[number]

export const ACTION_NAMES: Readonly<Record<Action, string>> = {
  pause: 'Pause',
  resume: 'Resume',
  sync: 'Sync now',
  backfill: 'Backfill',
  invite: 'Invite the customer',
}

/** Actions that make sense in this state. If the state changes before one is sent, no harm is done. */
export function actionsFor(state: AccountState): Action[] {
  switch (state) {
    case 'unlinked':
      return ['invite']
    case 'paused':
      return ['resume', 'backfill']
    case 'needsRelink':
      return ['invite', 'pause', 'sync', 'backfill']
    default:
      return ['pause', 'sync', 'backfill']
  }
}

export function actionNamed(name: unknown): Action | null {
  return ACTIONS.find((action) => action === name) ?? null
}
