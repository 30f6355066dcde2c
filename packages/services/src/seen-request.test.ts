import { createKeyPair } from '@hydra/identity'
import { afterEach, describe, expect, it } from 'vitest'
import type { SeenRequest } from './seen-request.ts'
import { createServices } from './services.ts'
import { createLine, type Line } from './testing/line.ts'

const lines: Line[] = []
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close()
})

/** A host and an asker next to each other, and what each of them was told. */
async function watchedPair() {
  const line = await createLine(1)
  lines.push(line)
  const [served, asked]: [SeenRequest[], SeenRequest[]] = [[], []]
  const host = createServices({ router: line.host, onRequest: (seen) => served.push(seen) })
  const asker = createServices({ router: line.asker, onRequest: (seen) => asked.push(seen) })
  return { host, asker, served, asked }
}

describe('whoever watches the requests of a peer', () => {
  it('hears of one when it begins, when it is sent, and when its answer begins, on both sides', async () => {
    const { host, asker, served, asked } = await watchedPair()
    const { url, key } = await host.host(() => new Response('brewing', { status: 418 }))
    const response = await asker.fetch(`${url}pot?of=tea`, { method: 'POST', body: 'hot' })
    expect(await response.text()).toBe('brewing')
    const about = { id: 0, method: 'POST', service: key, path: '/pot?of=tea' }
    // A path that fails is told of too: on a busy machine the first may.
    const untroubled = asked.filter(({ steps = [] }, at) => at === asked.length - 1 || steps.length < 2)
    expect(untroubled.map(({ privacy, status }) => [privacy, status])).toEqual([
      [undefined, undefined],
      ['weak', undefined],
      ['weak', 418],
    ])
    expect(asked.at(-1)).toMatchObject({ ...about, direction: 'asked', tookMs: expect.any(Number) as number })
    expect(served.at(-1)).toMatchObject({ ...about, direction: 'served', privacy: 'hidden', status: 418 })
    expect(served).toHaveLength(2)
    expect(asked.at(-1)?.steps?.at(0)).toMatchObject({ what: 'sent', attempt: 1 })
    expect(asked.at(-1)?.steps?.at(-1)).toMatchObject({ what: 'answered' })
    expect(served.at(-1)?.steps).toBeUndefined()
  })

  it('hears how it was sent where it was to be direct, and what went wrong', async () => {
    const { host, asker, served, asked } = await watchedPair()
    const options = { privacy: 'direct' as const }
    const { url } = await host.host(() => Promise.reject(new Error('out of beans')), options)
    expect((await asker.fetch(url, options)).status).toBe(500)
    expect(asked.at(-1)).toMatchObject({ privacy: 'direct', status: 500 })
    expect(served.at(-1)).toMatchObject({ privacy: 'direct', failure: 'out of beans' })
  })

  it('hears what went wrong on the way of one that nobody answers', async () => {
    const { asker, asked } = await watchedPair()
    const { publicKey } = await createKeyPair()
    const response = await asker
      .fetch(`hydra://${publicKey}/`, { signal: AbortSignal.timeout(3_000) })
      .catch(() => undefined)
    expect(response?.status ?? 502).toBe(502)
    const steps = asked.at(-1)?.steps ?? []
    expect(steps.slice(0, 3).map(({ what, attempt }) => [what, attempt])).toEqual([
      ['sent', 1],
      ['retrying', 1],
      ['sent', 2],
    ])
    expect(steps[1]?.reason).toBe('unreachable')
  })

  it('hears of one that was given up', async () => {
    const { host, asker, asked } = await watchedPair()
    const { url } = await host.host(() => new Promise(() => {}))
    await expect(asker.fetch(url, { signal: AbortSignal.timeout(200) })).rejects.toThrow()
    expect(asked.at(-1)?.failure).toMatch(/time/)
  })

  it('hears nothing of a request to nobody’s service but that it failed', async () => {
    const { asker, asked } = await watchedPair()
    await expect(asker.fetch('hydra://no-such-name/')).rejects.toThrow()
    expect(asked.at(-1)).toMatchObject({ service: 'no-such-name', failure: expect.any(String) as string })
  })
})
