interface SparklineProps {
  readonly values: readonly number[]
  /** What a full height stands for. @default the largest of them */
  readonly most?: number
  readonly label: string
}

const [WIDTH, HEIGHT] = [120, 28]

/** A small line of what was lately; the words beside it say what is now. */
export function Sparkline({ values, most = Math.max(...values, 0), label }: SparklineProps) {
  const step = WIDTH / Math.max(1, values.length - 1)
  const y = (value: number): number => HEIGHT - 1 - (most > 0 ? Math.min(1, value / most) : 0) * (HEIGHT - 3)
  const points = values.map((value, at) => `${(at * step).toFixed(1)},${y(value).toFixed(1)}`).join(' ')
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <polygon points={`0,${HEIGHT} ${points} ${WIDTH},${HEIGHT}`} />
      <polyline points={points} />
    </svg>
  )
}
