/** The list of what Temporal has for accounts that are not linked here. */
export const ORPHANS_PATH = '/orphans'

/** The page on which an operator has it ended. */
export function orphanPath(on24ClientId: string): string {
  return `${ORPHANS_PATH}/${on24ClientId}`
}
