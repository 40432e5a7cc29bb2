/** Activities that do nothing. */
export const emptyActivities = {
  first: () => Promise.resolve(),
  second: () => Promise.resolve(),
}

export type EmptyActivities = typeof emptyActivities
