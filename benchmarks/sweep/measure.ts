import { measureSpread, type SpreadFigures } from '@hydra/router/simulator'
import { cpuOf } from '../harness/resources.ts'
import { round } from '../harness/result.ts'
import type { Setting } from './points.ts'

/** A setting and what it came to. */
export interface Point extends Setting {
  readonly peers: number
  readonly copies: number
  readonly sends: number
  readonly bytes: number
  readonly delivered: number
  /** Until a peer has a message: the middle one, and 99 of 100. */
  readonly p50Ms: number
  readonly p99Ms: number
  readonly cpuUs: number
  /** Messages whose origin a tenth of all peers name, by who sent it to any of them first. */
  readonly named: number
}

export interface Circumstances {
  readonly peers: number
  readonly messages: number
  readonly seeds: readonly number[]
  /** Part of the peers that leave every minute, noticed after five seconds. */
  readonly churn: number
}

/** The mean over networks of their own. */
export async function measurePoint(setting: Setting, where: Circumstances): Promise<Point> {
  const found: Point[] = []
  for (const seed of where.seeds) found.push(await measureOnce(setting, where, seed))
  const mean = (pick: (point: Point) => number) =>
    round(found.reduce((sum, each) => sum + pick(each), 0) / found.length)
  return {
    ...setting,
    peers: where.peers,
    copies: mean((each) => each.copies),
    sends: mean((each) => each.sends),
    bytes: mean((each) => each.bytes),
    delivered: mean((each) => each.delivered),
    p50Ms: mean((each) => each.p50Ms),
    p99Ms: mean((each) => each.p99Ms),
    cpuUs: mean((each) => each.cpuUs),
    named: mean((each) => each.named),
  }
}

async function measureOnce(setting: Setting, { peers, messages, churn }: Circumstances, seed: number): Promise<Point> {
  let figures: SpreadFigures | undefined
  const cpu = await cpuOf(async () => {
    figures = await measureSpread({ ...setting, peers, messages, seed, network: { churn, noticeMs: 5_000 } })
  })
  const { deliveryMs, copies, sends, bytes, delivered, named } = figures!
  // The warm-up, half of it, costs as well.
  const cpuUs = cpu / (delivered * (messages + 20) * (peers - 1))
  return {
    ...setting,
    peers,
    copies,
    sends,
    bytes,
    delivered,
    named,
    cpuUs,
    p50Ms: deliveryMs.p50,
    p99Ms: deliveryMs.p99,
  }
}
