import { createRouter, type Link, type NeighbourId, type Router } from '@hydra/router'
import type { SimulatedPeer } from '@hydra/router/simulator'
import { endOf, isKind, OPEN, openAs, RESET, type labels, REPLY, streamChannel } from './wire.ts'
import { silent, type World } from './world.ts'

/** Somebody with a link to every peer, who writes frames by hand. */
export interface Prober {
  readonly peer: SimulatedPeer
  /** A request to a service as its asker would seal it, never sent before. */
  seal(service: Parameters<Router['request']>[0]): Promise<Uint8Array>
  /** Hands a request to a peer, and says how long it took until anything came back; `undefined` if nothing did. */
  probe(target: number, request: Uint8Array, label: keyof typeof labels): Promise<number | undefined>
  send(target: number, frame: Uint8Array): Promise<void>
}

const PATIENCE_MS = 20_000

export async function createProber(world: World): Promise<Prober> {
  const { network, keys } = world
  const { clock } = network
  const peer = network.add()
  for (let index = 0; index < peer.index; index++) network.connect(peer.index, index)
  await clock.run(1_000)
  let channel = 0
  const waiting = new Map<string, () => void>()
  peer.link.onFrame((from, frame) => {
    if (!isKind(frame, REPLY) && !isKind(frame, RESET)) return
    waiting.get(`${from} ${streamChannel(frame)}`)?.()
  })
  const idOf = (index: number) => network.peers[index]!.id

  return {
    peer,
    send: (target, frame) => peer.link.send(idOf(target), frame),
    seal: (service) => captured(world, service),
    async probe(target, request, label) {
      const number = channel++
      const began = clock.now()
      const answered = new Promise<number | undefined>((resolve) => {
        waiting.set(`${idOf(target)} ${number}`, () => resolve(clock.now() - began))
        clock.after(PATIENCE_MS, () => resolve(undefined))
      })
      await peer.link.send(idOf(target), openAs(request, label, number))
      const ms = await answered
      waiting.delete(`${idOf(target)} ${number}`)
      await peer.link.send(idOf(target), endOf(number))
      return ms
    },
  }

  /** Takes a request from a router whose only neighbour is a trap. */
  async function captured({ network: { clock: time } }: World, service: Parameters<Router['request']>[0]) {
    const trap = 'trap' as NeighbourId
    const caught = Promise.withResolvers<Uint8Array>()
    const link: Link = {
      neighbours: () => [{ id: trap, outbound: true, group: trap }],
      onChange: () => () => {},
      onFrame: () => () => {},
      disconnect: () => {},
      async send(_, frame) {
        if (isKind(frame, OPEN)) caught.resolve(frame)
      },
    }
    const { cryptography } = keys
    const options = { link, spread: silent, clock: time, random: peer.random, cryptography, acceptWeak: true }
    const router = createRouter({ ...options, attempts: 1 })
    const asked = router.request(service, new Uint8Array(10)).catch(() => {})
    const frame = await caught.promise
    await router.close()
    await asked
    return frame
  }
}
