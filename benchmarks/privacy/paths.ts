import { type Network, type Sighting, watchFrames } from '@hydra/router/simulator'

/** What a message says of how far it is. */
export type Label = 'walk' | 'near' | 'last' | 'trail' | 'home'

/** One link that a message crossed. */
export interface Hop {
  readonly at: number
  readonly from: number
  readonly to: number
  readonly label: Label
}

/** The way of one request, announcement or message, link by link. Spies get those hops of it that end at them. */
export interface Path {
  readonly id: string
  readonly kind: 'open' | 'stem'
  /** What is the same on every link: whoever has seen it can send it again. */
  readonly bytes: Uint8Array
  readonly hops: Hop[]
}

export const originOf = ({ hops }: Path): number => hops[0]?.from ?? -1

export const onStem = ({ label }: Hop): boolean => label === 'walk' || label === 'near' || label === 'last'

/** Records the ways of all messages, until told to hand them over. */
export function recordPaths(network: Network): { take(): Path[]; stop(): void } {
  let paths = new Map<string, Path>()
  const stop = watchFrames(network, ({ at, from, to, frame, id }: Sighting) => {
    if ((frame.kind !== 'open' && frame.kind !== 'stem') || id === undefined) return
    const bytes = frame.kind === 'open' ? frame.envelope : frame.payload
    const path = paths.get(id) ?? { id, kind: frame.kind, bytes, hops: [] }
    paths.set(id, path)
    path.hops.push({ at, from, to, label: frame.label })
  })
  return {
    take() {
      const taken = [...paths.values()]
      paths = new Map()
      return taken
    },
    stop,
  }
}
