/** Orders test files: those that take minutes start first, so that they do not prolong the test run. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

export default class ProcessesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const ofProcesses = ({ project }: TestSpecification) => project.name === 'processes'
    return [...sorted.filter(ofProcesses), ...sorted.filter((file) => !ofProcesses(file))]
  }
}
