/** Where an error was thrown, without what it says: its words may quote a contact or a credential. */
export function errorPlaces(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')
}
