/** Numbers in texts. */
export function formatNumber(count: number): string {
  return count.toLocaleString('en')
}

export function formatCount(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`
}
