/** The flags of Node that package.json and the image give the service. */
export const NODE_FLAGS = ['--max-semi-space-size=16'] as const
