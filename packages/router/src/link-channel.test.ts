import { expect, test } from 'vitest'
import { channels, linkChannel } from './link-channel.ts'
import { createNetwork } from './simulator/network.ts'

test('users of a link see only frames of their own channel, unchanged', async () => {
  const { peers, clock } = createNetwork(2, { degree: 1 })
  const [a, b] = peers
  const seen: [string, number[]][] = []
  linkChannel(b!.link, channels.router).onFrame((_, frame) => seen.push(['router', [...frame]]))
  linkChannel(b!.link, channels.spread).onFrame((_, frame) => seen.push(['spread', [...frame]]))
  await linkChannel(a!.link, channels.spread).send(b!.id, Uint8Array.of(0, 1, 2))
  await linkChannel(a!.link, channels.router).send(b!.id, new Uint8Array())
  await a!.link.send(b!.id, Uint8Array.of(9, 9))
  await a!.link.send(b!.id, new Uint8Array())
  await clock.run(1_000)
  expect(seen).toEqual([
    ['spread', [0, 1, 2]],
    ['router', []],
  ])
})
