/** Bar charts of the last days, each with its values as a text for screen readers. */
import type { DayFigures } from '../../../accounts/daily-figures.ts'
import { html, type Html } from '../../html.ts'
import { formatNumber } from '../numbers.ts'

const BAR = 7
const STEP = 9
const HEIGHT = 60

interface Chart {
  readonly id: string
  readonly heading: string
  /** The values are added up, or the highest one is named. */
  readonly says: 'total' | 'highest'
  readonly unit: string
  valueOf(day: DayFigures): number
}

const CHARTS: readonly Chart[] = [
  {
    ...{ id: 'written', heading: 'Contacts written a day', says: 'total', unit: 'contacts' },
    valueOf: ({ contacts }) => contacts,
  },
  {
    ...{ id: 'on24-calls', heading: 'Calls to ON24 a day', says: 'total', unit: 'calls' },
    valueOf: ({ callsOn24 }) => callsOn24,
  },
  {
    ...{ id: 'act-on-calls', heading: 'Calls to Act-On a day', says: 'total', unit: 'calls' },
    valueOf: ({ callsActOn }) => callsActOn,
  },
  {
    ...{ id: 'lateness', heading: 'Longest time without success', says: 'highest', unit: 'hours' },
    valueOf: ({ hoursWithoutSuccess }) => Math.round(hoursWithoutSuccess * 10) / 10,
  },
]

/** @param days oldest first */
export function dayCharts(days: readonly DayFigures[]): Html {
  return html`<section id="charts" aria-labelledby="charts-heading">
    <h2 id="charts-heading">The last ${days.length} days</h2>
    <div class="charts" id="charts-all">!${CHARTS.map((chart) => chartOf(chart, days))}</div>
  </section>`
}

function chartOf({ id, heading, says, unit, valueOf }: Chart, days: readonly DayFigures[]): Html {
  const values = days.map(valueOf)
  const highest = Math.max(0, ...values)
  const total = values.reduce((sum, value) => sum + value, 0)
  const width = days.length * STEP - (STEP - BAR)
  const range = `${days[0]?.day ?? ''} to ${days.at(-1)?.day ?? ''}`
  return html`<figure id="chart-${id}" class="card">
    <figcaption>${heading}</figcaption>
    <svg
      class="chart"
      role="img"
      width="${width}"
      height="${HEIGHT}"
      viewBox="0 0 ${width} ${HEIGHT}"
      aria-label="${heading}, ${range}: ${values.map(formatNumber).join('; ')}"
    >
      !${values.map((value, index) => bar(value, { index, highest, day: days[index]?.day ?? '' }))}
    </svg>
    <span class="detail"
      >${range}:
      ${says === 'total' ? `${formatNumber(total)} ${unit}` : `at most ${formatNumber(highest)} ${unit}`}</span
    >
  </figure>`
}

interface Bar {
  readonly index: number
  readonly highest: number
  readonly day: string
}

function bar(value: number, { index, highest, day }: Bar): Html {
  // A day without anything is still shown, as a line.
  const height = highest === 0 ? 1 : Math.max(1, Math.round((value / highest) * HEIGHT))
  return html`<rect
    class="${value === 0 ? 'nothing' : 'good'}"
    x="${index * STEP}"
    y="${HEIGHT - height}"
    width="${BAR}"
    height="${height}"
  >
    <title>${day}: ${formatNumber(value)}</title>
  </rect>`
}
