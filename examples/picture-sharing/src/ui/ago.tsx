const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' })

export function Ago({ time }: { time: number }) {
  const date = new Date(time)
  return (
    <time dateTime={date.toISOString()} title={date.toLocaleString()}>
      {ago((Date.now() - time) / 1_000)}
    </time>
  )
}

function ago(seconds: number): string {
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return words.format(-Math.round(seconds / length), unit)
  }
  return 'just now'
}
