/** Numbers in sentences. */
export function number(count: number): string {
  return count.toLocaleString('en')
}

export function count(of: number, noun: string): string {
  return `${number(of)} ${noun}${of === 1 ? '' : 's'}`
}
