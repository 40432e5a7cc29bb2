/** Orders test files: those that take minutes start first, so that they do not prolong the test run. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Others of these lengths are large, and Vitest starts large files first. */
const TAKE_MINUTES =
  /\/(random-histories-\w+|older-backups|verify-among-runs|histories-in-temporal)\.test\.ts$/

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const takesMinutes = ({ project, moduleId }: TestSpecification) =>
      project.name === 'processes' || TAKE_MINUTES.test(moduleId)
    return [...sorted.filter(takesMinutes), ...sorted.filter((file) => !takesMinutes(file))]
  }
}
