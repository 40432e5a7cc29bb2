// The thread in which the embedded database works. pglite-thread-dialect.ts starts it and asks the questions.
import { CompiledQuery, isAbortedTransactionError, PGliteDialect } from 'kysely'
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { openPglite } from './open-pglite.ts'
import type { Answer, Failure, Question } from './thread-messages.ts'

const { folder } = z.object({ folder: z.string().optional() }).parse(workerData)
if (parentPort === null)
  throw new Error('pglite-thread.ts is no program: it is started as a thread.')
const port = parentPort

const driver = new PGliteDialect({ pglite: () => openPglite(folder) }).createDriver()

async function answerTo(question: Question): Promise<Answer> {
  try {
    return { result: await resultOf(question) }
  } catch (error) {
    return { failure: failureOf(error) }
  }
}

async function resultOf(question: Question) {
  if (question.ask === 'init') return void (await driver.init())
  if (question.ask === 'destroy') return void (await driver.destroy())
  const connection = await driver.acquireConnection()
  switch (question.ask) {
    case 'query':
      return await connection.executeQuery<never>(
        CompiledQuery.raw(question.sql, [...question.parameters]),
      )
    case 'begin':
      return void (await driver.beginTransaction(connection, {}))
    case 'commit':
      return void (await driver.commitTransaction(connection))
    case 'rollback':
      return void (await driver.rollbackTransaction(connection))
  }
}

const Fields = z.object({ code: z.string(), constraint: z.string() }).partial()

function failureOf(error: unknown): Failure {
  return {
    message: error instanceof Error ? error.message : String(error),
    ...Fields.safeParse(error).data,
    isAborted: isAbortedTransactionError(error),
  }
}

port.on('message', (question: Question) => {
  void answerTo(question).then((answer) => {
    port.postMessage(answer)
    // Kysely destroys no driver that could not begin.
    const hasNotBegun = question.ask === 'init' && 'failure' in answer
    if (hasNotBegun || question.ask === 'destroy') port.close()
  })
})
