/** The sandbox in a process of its own, so that its work counts for neither side. */
import type { z } from 'zod'
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts'
import { ACTON_APPLICATION } from './act-on-application.ts'
import { accountOf } from './minimal/cases.ts'
import { serveOrders } from './minimal/child.ts'
import { type SandboxFigures, SandboxOrder, type SandboxStarted } from './minimal/orders.ts'

const MINUTE_MS = 60_000

let sandbox: Sandbox | null = null
let forgottenJobs = 0

serveOrders(SandboxOrder, async (order) => {
  if (order.order === 'start') return start(order)
  const { world, actOn, ledger } = sandbox ?? notStarted()
  const [{ on24ClientId, actOn: { accountId } } = notStarted()] = world.accounts
  switch (order.order) {
    case 'addPeople':
      for (const { eventId } of world.truth(on24ClientId).slice(0, order.webinars)) {
        world.registerMany(eventId, order.people)
      }
      return null
    case 'forgetCalls':
      ledger.clear()
      forgottenJobs = actOn.jobs(accountId).length
      return null
    case 'figures':
      return figures(on24ClientId, accountId)
  }
})

type Start = Extract<z.infer<typeof SandboxOrder>, { order: 'start' }>

async function start(order: Start): Promise<SandboxStarted> {
  const { startAt, callMs, jobMs, actOnCallsPerSecond } = order
  sandbox = await startSandbox({
    world: { accounts: [accountOf(order, startAt)], startAt },
    actOn: {
      applications: [ACTON_APPLICATION],
      knobs: {
        callsPerSecond: actOnCallsPerSecond,
        callsPerDay: 1_000_000,
        // A job ends by itself, and one look after its end sees that.
        jobPendingPolls: 0,
        jobRunningPolls: 0,
        jobMinMs: jobMs,
        jobUnpolledMs: Infinity,
      },
    },
  })
  sandbox.on24.knobs.callMs = callMs
  sandbox.actOn.knobs.callMs = callMs
  const [account = notStarted()] = sandbox.world.accounts
  // The first answer plans the people of all webinars.
  sandbox.world.truth(account.on24ClientId)
  return { on24Url: sandbox.on24.url, actOnUrl: sandbox.actOn.url, account }
}

function figures(on24ClientId: string, accountId: string): SandboxFigures {
  const { ledger, actOn } = sandbox ?? notStarted()
  const lists = actOn.sizes(accountId).filter(({ folderName }) => folderName === on24ClientId)
  const count = (filter: Parameters<typeof ledger.count>[0]) => ledger.count(filter)
  const on24Events = count({ vendor: 'on24', endpoint: 'events' })
  return {
    on24Events,
    on24People: count({ vendor: 'on24' }) - on24Events,
    actOn: count({ vendor: 'actOn' }),
    polls: actOn
      .jobs(accountId)
      .slice(forgottenJobs)
      .map(({ polls }) => polls),
    contacts: lists.reduce((sum, { rows }) => sum + rows, 0),
    lists: lists.length,
    refused: count({ status: 429 }) + count({ vendor: 'on24', status: 403 }),
    mostOn24InMinute: ledger.maxInWindow({ vendor: 'on24', endpoint: /^(?!events$)/ }, MINUTE_MS),
  }
}

function notStarted(): never {
  throw new Error('The sandbox has not started.')
}
