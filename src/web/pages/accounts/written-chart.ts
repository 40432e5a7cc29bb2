/** A bar chart of the contacts that the latest runs wrote, with a text for screen readers. */
import { html, type Html } from '../../html.ts'
import type { WrittenByRun } from '../../../store/runs/run-list.ts'
import { formatCount, formatNumber } from '../numbers.ts'

const BAR = 7
const STEP = 9
const HEIGHT = 30

/** @param runs oldest first. */
export function writtenChart(runs: readonly WrittenByRun[]): Html {
  if (runs.length === 0) return html`<span class="none">No run yet</span>`
  const most = Math.max(1, ...runs.map(({ contacts }) => contacts))
  const total = runs.reduce((sum, { contacts }) => sum + contacts, 0)
  const width = runs.length * STEP - (STEP - BAR)
  return html`<svg
      class="chart"
      role="img"
      width="${width}"
      height="${HEIGHT}"
      viewBox="0 0 ${width} ${HEIGHT}"
      aria-label="${inWords(runs)}"
    >
      !${runs.map((run, index) => bar(run, index, most))}
    </svg>
    <span class="detail">${formatNumber(total)} in ${formatCount(runs.length, 'run')}</span>`
}

function bar({ contacts, isGood }: WrittenByRun, index: number, most: number): Html {
  // A run that wrote nothing is still shown, as a line.
  const height = Math.max(1, Math.round((contacts / most) * HEIGHT))
  return html`<rect
    class="${isGood ? 'good' : 'other'}"
    x="${index * STEP}"
    y="${HEIGHT - height}"
    width="${BAR}"
    height="${height}"
  ></rect>`
}

function inWords(runs: readonly WrittenByRun[]): string {
  const counts = runs.map(({ contacts }) => formatNumber(contacts)).join('; ')
  return `Contacts written in the latest ${formatCount(runs.length, 'run')}, oldest first: ${counts}`
}
