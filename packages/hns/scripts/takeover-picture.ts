/** One point of the curve, in seconds. */
export interface Point {
  readonly rate: number
  readonly age: number
  readonly seconds: number
  readonly predicted: number
}

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [640, 400, 70, 50]
const COLOURS = ['#0b6e6e', '#b45309', '#9d174d']
const TIMES: readonly [string, number][] = [
  ['1 s', 1],
  ['10 s', 10],
  ['1 min', 60],
  ['10 min', 600],
  ['1 h', 3600],
  ['6 h', 21_600],
  ['1 day', 86_400],
]

/** Time to overtake by the age of the claim, on logarithmic axes: lines are predicted, dots simulated. */
export function draw(points: readonly Point[]): string {
  const scale = (value: number, least: number, most: number): number => Math.log(value / least) / Math.log(most / least)
  const x = (age: number): number => LEFT + scale(age, 500, 100_000) * (WIDTH - LEFT - 90)
  const y = (seconds: number): number => HEIGHT - BOTTOM - scale(seconds, 0.4, 130_000) * (HEIGHT - BOTTOM - 20)
  const grid = TIMES.flatMap(([text, time]) => [
    `<line x1="${LEFT}" x2="${WIDTH - 90}" y1="${y(time)}" y2="${y(time)}" stroke="#ddd"/>`,
    `<text x="${LEFT - 8}" y="${y(time) + 4}" text-anchor="end">${text}</text>`,
    ...(time < 600 ? [] : [`<text x="${x(time)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${text}</text>`]),
  ])
  const lines = [...Map.groupBy(points, ({ rate }) => rate)].flatMap(([rate, row], i) => {
    const colour = COLOURS[i % COLOURS.length]
    const path = row.map(({ age, predicted }) => `${x(age)},${y(predicted)}`).join(' ')
    const last = row.at(-1) as Point
    return [
      `<polyline points="${path}" fill="none" stroke="${colour}"/>`,
      ...row.map(({ age, seconds }) => `<circle cx="${x(age)}" cy="${y(seconds)}" r="4" fill="${colour}"/>`),
      `<text x="${x(last.age) + 10}" y="${y(last.seconds) + 4}" fill="${colour}">${rate.toLocaleString('en')} ×</text>`,
    ]
  })
  const axes = [
    `<text x="${(LEFT + WIDTH - 90) / 2}" y="${HEIGHT - 10}" text-anchor="middle">age of the claim</text>`,
    `<text transform="translate(14 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">time to overtake it</text>`,
  ]
  const style = 'font-family="sans-serif" font-size="12" fill="#333"'
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" ${style}>\n<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>\n${[...grid, ...axes, ...lines].join('\n')}\n</svg>\n`
}
