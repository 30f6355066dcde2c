import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import type { TrafficSample } from '../scene.ts'
import { useSize } from '../use-size.ts'
import { bytesText, clockText } from '../words.ts'
import { ratesOf } from './rates.ts'

const HEIGHT = 180

/** What goes out and comes in, over the last minutes. */
export function TrafficChart({ samples }: { samples: readonly TrafficSample[] }) {
  const { ref, width } = useSize<HTMLDivElement>()
  const chart = useRef<uPlot>(undefined)
  const data = ratesOf(samples)
  useLayoutEffect(() => {
    const place = ref.current
    if (place === null || width === 0) return
    const made = new uPlot(optionsOf(place, width), data, place)
    chart.current = made
    // Colours are read when it is drawn: a change of theme draws it anew.
    const theme = matchMedia('(prefers-color-scheme: dark)')
    const redraw = (): void => made.redraw(false)
    theme.addEventListener('change', redraw)
    return () => {
      theme.removeEventListener('change', redraw)
      made.destroy()
    }
  }, [width])
  useEffect(() => chart.current?.setData(data), [samples])
  const now = (column: readonly number[]): string => `${bytesText(column.at(-1) ?? 0)}/s`
  return (
    <figure class="traffic">
      <figcaption class="legend">
        <span class="key-received">{`In ${now(data[2])}`}</span>
        <span class="key-sent">{`Out ${now(data[1])}`}</span>
      </figcaption>
      <div
        ref={ref}
        class="traffic-space"
        role="img"
        aria-label={`Traffic over time. Now ${now(data[2])} in, ${now(data[1])} out.`}
      />
    </figure>
  )
}

function optionsOf(place: Element, width: number): uPlot.Options {
  const line = (name: string) => ({ stroke: () => resolved(place, name), width: 2, points: { show: false } })
  const axis = {
    stroke: () => resolved(place, '--ink-soft'),
    grid: { stroke: () => resolved(place, '--line'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui',
  }
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { range: (_, min, max) => windowOf(min, max) },
      y: { range: (_, __, max) => [0, Math.max(1_000, max * 1.15)] },
    },
    axes: [
      {
        ...axis,
        space: 90,
        size: 30,
        grid: { show: false },
        values: (_, splits) => splits.map((at) => clockText(1000 * at)),
      },
      { ...axis, size: 66, values: (_, splits) => splits.map((value) => `${bytesText(value)}/s`) },
    ],
    series: [{}, line('--ochre'), line('--teal')],
  }
}

// A picture that begins grows from the right, and does not stretch its first seconds over all of it.
const LEAST_SECONDS = 120

function windowOf(min: number | null, max: number | null): [number, number] {
  const end = max || Date.now() / 1000
  return [Math.min(min || end, end - LEAST_SECONDS), end]
}

/** A canvas knows neither variables nor `light-dark()`: an element that is styled with one does. */
function resolved(place: Element, name: string): string {
  const probe = document.createElement('i')
  probe.style.color = `var(${name})`
  place.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
