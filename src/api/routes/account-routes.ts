/** The API's routes for accounts themselves: register, show, change, remove, invite, give a link to the own page. */
import {
  Account,
  AccountChange,
  AccountQuery,
  Invitation,
  NewAccount,
  StatusLink,
} from '../account.ts'
import { NoBody } from '../operation-bodies.ts'
import { pageOf } from '../paging.ts'
import { NO_PARAMS, ACCOUNT_PARAMS, READ } from './shared.ts'
import type { ProblemWord } from '../problem.ts'
import type { Route } from '../route.ts'

/** How ON24 may refuse a token pair when it is checked, before anything is stored. */
const ON24_ANSWERS = [
  'tokenPairRefused',
  'tokenPairDeactivated',
  'otherRegion',
  'otherClient',
  'clientUnknown',
  'clientInactive',
  'clientNotElite',
  'noPermission',
  'on24Unexpected',
  'on24QuotaReached',
  'on24Unavailable',
] as const satisfies readonly ProblemWord[]

export const accountRoutes = {
  listAccounts: {
    ...READ,
    path: '/accounts',
    summary: 'List accounts',
    params: NO_PARAMS,
    query: AccountQuery,
    answer: pageOf(Account),
    problems: [],
  },
  createAccount: {
    method: 'POST',
    path: '/accounts',
    summary: 'Register an ON24 client after ON24 has accepted its token pair',
    params: NO_PARAMS,
    query: NO_PARAMS,
    body: NewAccount,
    status: 201,
    answer: Account,
    problems: ['alreadyRegistered', 'beingRemoved', ...ON24_ANSWERS],
  },
  getAccount: {
    ...READ,
    path: '/accounts/{id}',
    summary: 'Show an account and its last run',
    params: ACCOUNT_PARAMS,
    query: NO_PARAMS,
    answer: Account,
    problems: ['notRegistered'],
  },
  changeAccount: {
    method: 'PATCH',
    path: '/accounts/{id}',
    summary: 'Change an account; a new token pair is stored only after ON24 has accepted it',
    params: ACCOUNT_PARAMS,
    query: NO_PARAMS,
    body: AccountChange,
    status: 200,
    answer: Account,
    problems: ['notRegistered', 'beingRemoved', ...ON24_ANSWERS],
  },
  deleteAccount: {
    method: 'DELETE',
    path: '/accounts/{id}',
    summary: 'Unlink an account and destroy its stored data',
    params: ACCOUNT_PARAMS,
    query: NO_PARAMS,
    body: null,
    status: 204,
    answer: null,
    problems: ['notRegistered', 'removalUnderWay'],
  },
  inviteToLink: {
    method: 'POST',
    path: '/accounts/{id}/link-invitations',
    summary: 'Create the invitation URL for the customer; it voids the previous one',
    params: ACCOUNT_PARAMS,
    query: NO_PARAMS,
    body: NoBody,
    status: 201,
    answer: Invitation,
    problems: ['notRegistered', 'beingRemoved'],
  },
  makeStatusLink: {
    method: 'POST',
    path: '/accounts/{id}/status-link',
    summary: "Make the URL of the customer's own page; it voids the previous one",
    params: ACCOUNT_PARAMS,
    query: NO_PARAMS,
    body: NoBody,
    status: 201,
    answer: StatusLink,
    problems: ['notRegistered', 'beingRemoved'],
  },
  withdrawStatusLink: {
    method: 'DELETE',
    path: '/accounts/{id}/status-link',
    summary: "Withdraw the URL of the customer's own page",
    params: ACCOUNT_PARAMS,
    query: NO_PARAMS,
    body: null,
    status: 204,
    answer: null,
    problems: ['notRegistered'],
  },
} as const satisfies Record<string, Route>
