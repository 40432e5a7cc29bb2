/** Records the plan of every statement that a store executes on PostgreSQL, with the rows that it really read. */
import pg from 'pg'
import { z } from 'zod'

/** A node of a plan, as EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) gives it. Rows are the average of its loops. */
export interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string | undefined
  readonly 'Index Name'?: string | undefined
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number | undefined
  readonly 'Rows Removed by Index Recheck'?: number | undefined
  readonly 'Shared Hit Blocks'?: number | undefined
  readonly 'Shared Read Blocks'?: number | undefined
  readonly Plans?: readonly PlanNode[] | undefined
}

export interface ExecutedStatement {
  readonly text: string
  readonly plan: PlanNode
}

const PlanNodeSchema: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    'Index Name': z.string().optional(),
    'Actual Rows': z.number(),
    'Actual Loops': z.number(),
    'Rows Removed by Filter': z.number().optional(),
    'Rows Removed by Index Recheck': z.number().optional(),
    'Shared Hit Blocks': z.number().optional(),
    'Shared Read Blocks': z.number().optional(),
    Plans: z.array(PlanNodeSchema).optional(),
  }),
)
const Explained = z.object({ 'Query Text': z.string(), Plan: PlanNodeSchema })

/** PostgreSQL then sends each connection the plans of its statements, those of triggers and functions included. */
const SETTINGS = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_format': 'json',
  'auto_explain.log_level': 'notice',
}

/** @param databaseUrl of a superuser: only these may load the module auto_explain, which comes with PostgreSQL. */
export function withPlans(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  const options = Object.entries(SETTINGS).map(([name, value]) => `-c ${name}=${value}`)
  url.searchParams.set('options', options.join(' '))
  return url.href
}

export interface PlanRecorder {
  /** What was executed since the last call, and how often. */
  take(): Promise<readonly ExecutedStatement[]>
  stop(): void
}

/** Records the plans of all connections that are opened from now on to a URL of `withPlans`. */
export function recordPlans(): PlanRecorder {
  const texts: string[] = []
  const connect = Reflect.get(pg.Client.prototype, 'connect') as (...parts: unknown[]) => unknown
  const listening = function (this: pg.Client, ...parts: unknown[]): unknown {
    this.on('notice', ({ message }) => {
      if (message?.includes('"Plan":')) texts.push(message)
    })
    return connect.apply(this, parts)
  }
  Reflect.set(pg.Client.prototype, 'connect', listening)
  return {
    take() {
      const executed = texts.splice(0).map((text) => {
        const { Plan, ...query } = Explained.parse(JSON.parse(text.slice(text.indexOf('{'))))
        return { text: query['Query Text'], plan: Plan }
      })
      return Promise.resolve(executed)
    },
    stop() {
      Reflect.set(pg.Client.prototype, 'connect', connect)
    },
  }
}
