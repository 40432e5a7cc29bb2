/** Finds the shortest history that still fails. Candidates live side by side, which is faster than one after the other. */
import type { History, Slot } from './history.ts'

export interface Failed {
  readonly history: History
  readonly wrong: string
}

/** @param live returns what is wrong with each history; null: nothing. */
export async function shrinkHistory(
  failed: Failed,
  live: (all: readonly History[]) => Promise<(string | null)[]>,
  { forMs }: { readonly forMs: number },
): Promise<Failed> {
  const until = performance.now() + forMs
  let shortest = failed
  // At first large parts are left out, and at last single steps.
  for (let size = Math.ceil(stepsOf(failed.history) / 2); size >= 1; ) {
    const candidates = withoutParts(shortest.history, size)
    const wrongs = performance.now() < until ? await live(candidates) : []
    const index = wrongs.findIndex((wrong) => wrong !== null)
    const history = candidates[index]
    if (history !== undefined) shortest = { history, wrong: wrongs[index] ?? '' }
    else size = size === 1 ? 0 : Math.ceil(size / 2)
  }
  return shortest
}

/** One step a line, so that it can be read and repeated. */
export function historyText(history: History): string {
  const { spring, autumn, ...rest } = history
  const slots = (all: readonly Slot[]) =>
    all
      .map((slot) => `  [${slot.map((step) => `\n    ${JSON.stringify(step)}`).join(',')}]`)
      .join(',\n')
  return `${JSON.stringify(rest)}\n"spring":[\n${slots(spring)}],\n"autumn":[\n${slots(autumn)}]`
}

function stepsOf({ spring, autumn }: History): number {
  return [...spring, ...autumn].flat().length
}

/** Each without other steps: `size` of them, one after the other. Empty slots stay: they still have a run. */
function withoutParts(history: History, size: number): History[] {
  const count = Math.ceil(stepsOf(history) / size)
  return Array.from({ length: count }, (_, part) => {
    let n = 0
    const keep = () => Math.floor(n++ / size) !== part
    const [spring, autumn] = [history.spring, history.autumn].map((slots) =>
      slots.map((slot) => slot.filter(keep)),
    )
    return { ...history, spring: spring ?? [], autumn: autumn ?? [] }
  })
}
