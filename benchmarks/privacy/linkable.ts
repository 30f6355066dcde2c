import { createRouter } from '@hydra/router'
import { firstSeen, type Guess } from './attribution.ts'
import { drawSpies, type Graph, graphOf } from './graph.ts'
import { Likelihood, likeliest } from './likelihood.ts'
import { onStem, originOf, type Path, recordPaths } from './paths.ts'
import { percent } from './percent.ts'
import type { Sample } from './samples.ts'
import { ask, createWorld, silent } from './world.ts'

export interface LinkableOptions {
  readonly peers: number
  readonly seed: number
  /** What is linked: requests of one asker, or announcements of one host. */
  readonly role: 'asker' | 'host'
  /** Messages of each asker. @default 100 */
  readonly messages?: number
  /** How long they take in all. @default 10 */
  readonly minutes?: number
  /** Part of the others who leave each minute, and come back a minute later. @default 0 */
  readonly churn?: number
  /** The control: every peer forgets its choices after each message. @default false */
  readonly fresh?: boolean
}

const SHARES = [0.05, 0.1, 0.2]
const SETS = 12
const SUBJECTS = 200
const MINUTE_MS = 60_000
/** The likelihood knows no circles and no paths of more than a few steps: nobody is ruled out for good. */
const DOUBT = 1e-7

/** One message of a subject, and the network as it was then. */
interface Linked {
  readonly path: Path
  readonly epoch: number
}

/** A hundred messages that spies can tell to be of one sender, whose place in the network they look for. */
export async function linkable(options: LinkableOptions): Promise<Sample[]> {
  const { messages = 100, minutes = 10, churn = 0, role } = options
  const stage = await createStage(options)
  const { world, subjects, away } = stage
  const recorded = recordPaths(world.network)
  const graphs: Graph[] = []
  const absent: ReadonlySet<number>[] = []
  const sent = new Map<number, Linked[]>()
  const service = world.keys.createKeyPair().publicKey
  if (role === 'host') for (const subject of subjects) await stage.host(subject)
  for (let epoch = 0; epoch < messages; epoch++) {
    if (churn > 0) await stage.leaveAndReturn((churn * minutes) / messages)
    if (options.fresh) await stage.restart()
    graphs.push(graphOf(world.network))
    absent.push(new Set(away.keys()))
    if (role === 'asker')
      for (const subject of subjects) void ask(world.routers[subject]!, service, new Uint8Array(200))
    await world.network.clock.run((minutes * MINUTE_MS) / messages)
    for (const path of recorded.take()) {
      const of = sent.get(originOf(path)) ?? []
      sent.set(originOf(path), of)
      of.push({ path, epoch })
    }
  }
  await world.close()
  return findAll(stage, sent, graphs, absent, nameOf(options))
}

function nameOf({ role, messages = 100, minutes = 10, churn = 0, fresh }: LinkableOptions): string {
  const what = role === 'asker' ? `${messages} requests of one asker` : 'a host'
  const moving = churn > 0 ? `${percent(churn)} of the others leave each minute` : 'nobody leaves'
  return `${what}, ${minutes} minutes, ${moving}${fresh ? ', fresh stems each time (control)' : ''}`
}

async function createStage({ peers, seed }: LinkableOptions) {
  // One try of each request: nobody answers here, and a second try takes the same stem.
  const world = await createWorld({ peers, seed, spread: 'silent', router: () => ({ attempts: 1 }) })
  const { network, routers, keys, random } = world
  const subjects = [...drawSpies(peers, Math.min(1, SUBJECTS / peers), random)]
  const isSubject = new Set(subjects)
  /** Who is away, and since when. */
  const away = new Map<number, number>()
  const { clock } = network

  return {
    world,
    subjects,
    away,
    host: (index: number) => clock.complete(routers[index]!.host(keys.createKeyPair(), ({ body }) => body)),
    /** Subjects stay: whoever leaves sends nothing. */
    async leaveAndReturn(share: number) {
      for (const [index, since] of away) {
        if (clock.now() - since < MINUTE_MS) continue
        away.delete(index)
        network.setOnline(index, true)
      }
      for (const index of drawSpies(peers, share, random, (each) => isSubject.has(each) || away.has(each))) {
        network.setOnline(index, false)
        away.set(index, clock.now())
      }
      // Until those who lost a link have found another.
      await clock.run(3_000)
    },
    async restart() {
      await Promise.all(routers.map((router) => router.close()))
      network.peers.forEach(({ link, random: drawn, index }) => {
        const { cryptography } = keys
        routers[index] = createRouter({
          link,
          clock,
          random: drawn,
          cryptography,
          ticketBits: 0,
          spread: silent,
          attempts: 1,
        })
      })
    },
  }
}

type Stage = Awaited<ReturnType<typeof createStage>>

function findAll(
  { world: { random }, subjects }: Stage,
  sent: Map<number, Linked[]>,
  graphs: readonly Graph[],
  absent: readonly ReadonlySet<number>[],
  name: string,
): Sample[] {
  return SHARES.flatMap((share) =>
    Array.from({ length: SETS }, () => {
      const spies = drawSpies(graphs[0]!.size, share, random)
      const find = createFinder(spies, graphs, absent)
      let [hits, trials] = [0, 0]
      for (const subject of subjects) {
        if (spies.has(subject)) continue
        const guess = find(sent.get(subject) ?? [])
        trials++
        if (guess.includes(subject)) hits += 1 / guess.length
      }
      return { row: `${name}, ${percent(share)} spies: found`, hits, trials }
    }),
  )
}

/** Multiplies what each different sighting says, over those who were there each time. */
function createFinder(
  spies: ReadonlySet<number>,
  graphs: readonly Graph[],
  absent: readonly ReadonlySet<number>[],
): (linked: readonly Linked[]) => Guess {
  const likelihoods = new Map<number, Likelihood>()
  const likelihoodAt = (epoch: number) => {
    const known = likelihoods.get(epoch) ?? new Likelihood(graphs[epoch]!, spies, new Map())
    likelihoods.set(epoch, known)
    return known
  }
  return (linked) => {
    const size = graphs[0]!.size
    const scores = new Float64Array(size).fill(1)
    const used = new Set<string>()
    for (const { path, epoch } of linked) {
      for (const gone of absent[epoch] ?? []) scores[gone] = 0
      const hop = firstSeen(path, spies)
      const last = path.hops.filter(onStem).at(-1)
      // Where the stem ended is given to the spies, whether or not they saw it: the trail would lead them there.
      const [peer, label] = hop && onStem(hop) ? [hop.from, hop.label as 'walk'] : [last!.to, 'ended' as const]
      const key = `${peer} ${label} ${hop?.to}`
      if (used.has(key)) continue
      used.add(key)
      const chances = likelihoodAt(epoch).of(peer, label)
      let most = 0
      for (let index = 0; index < size; index++) {
        scores[index] = (scores[index] ?? 0) * ((chances[index] ?? 0) + DOUBT)
        most = Math.max(most, scores[index] ?? 0)
      }
      // Scaled, or a hundred factors underflow.
      for (let index = 0; index < size; index++) scores[index] = (scores[index] ?? 0) / most
    }
    for (const spy of spies) scores[spy] = 0
    return likeliest(scores)
  }
}
