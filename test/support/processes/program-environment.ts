/** What every program that a test starts gets of the test's own environment: the rest is up to the test. */
export const PROGRAM_ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  // Has the Temporal server, where the run provides one.
  PATH: process.env['PATH'],
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
}
