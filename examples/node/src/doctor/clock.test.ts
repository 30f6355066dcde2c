import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { clockOffsets, hoursOf, MOST_OFF_MS } from './clock.ts'

const DAY = 86_400_000

async function listen(): Promise<number> {
  const server = createServer((_, response) => response.writeHead(403).end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

it('finds that this clock is a day late or early, by what neighbours answer, and be it a refusal', async () => {
  const address = `/ip4/127.0.0.1/tcp/${await listen()}/ws/p2p/12D3KooW`
  const [right] = await clockOffsets([address])
  expect(Math.abs(right ?? Number.NaN)).toBeLessThan(5_000)
  const [late] = await clockOffsets([address, address], { now: () => Date.now() - DAY })
  expect(late).toBeGreaterThan(DAY - 5_000)
  expect(late).toBeGreaterThan(MOST_OFF_MS)
  expect(hoursOf(late ?? 0)).toBe('24 hours')
  expect(await clockOffsets([address, address])).toHaveLength(1)
})

it('asks nobody where there is nothing to ask, and does without who does not answer', async () => {
  const asked: string[] = []
  const fetch = async (url: unknown) => {
    asked.push(String(url))
    throw new Error('nobody')
  }
  const addresses = [
    '/ip4/192.0.2.1/tcp/80/p2p/12D3KooW',
    '/ip4/192.0.2.1/udp/1/webrtc-direct',
    '/memory/1',
    'nonsense',
  ]
  const good = ['/dns4/node.example/tcp/443/tls/ws', '/ip6/2001:db8::1/tcp/81/http']
  expect(await clockOffsets([...addresses, ...good], { fetch })).toEqual([])
  expect(asked).toEqual(['https://node.example:443/healthz', 'http://[2001:db8::1]:81/healthz'])
})
