/** What one can set about how messages are spread. */
export interface Setting {
  readonly degree: number
  readonly lazy: number
  readonly announceMs: number
  readonly stem: number
}

/** As it ships: topology's eight links, `lazyTree()` by default, and stems of five links on average. */
export const SHIPPED: Setting = { degree: 8, lazy: 1, announceMs: 4_000, stem: 5 }

/** One thing at a time, from the shipped setting on: what each of them does by itself. */
export const ALONG: Readonly<Record<keyof Setting, readonly number[]>> = {
  degree: [3, 4, 6, 8, 12, 16],
  lazy: [0, 0.25, 0.5, 0.75, 0.9, 1],
  announceMs: [500, 1_000, 2_000, 4_000, 8_000, 16_000],
  stem: [0, 1, 2, 3, 5, 8, 12],
}

/** All of these with all of these: where the fronts are looked for. */
const GRID = { degree: [4, 6, 8, 12], lazy: [0, 0.5, 0.75, 1], announceMs: [1_000, 4_000], stem: [0, 5] } as const

export function along(name: keyof Setting): Setting[] {
  return ALONG[name].map((value) => ({ ...SHIPPED, [name]: value }))
}

export function grid(): Setting[] {
  return GRID.degree.flatMap((degree) =>
    GRID.lazy.flatMap((lazy) =>
      GRID.announceMs.flatMap((announceMs) => GRID.stem.map((stem) => ({ degree, lazy, announceMs, stem }))),
    ),
  )
}

export function nameOf({ degree, lazy, announceMs, stem }: Setting): string {
  return `degree ${degree}, lazy ${lazy}, announce ${announceMs}, stem ${stem}`
}
