import { expect, it } from 'vitest'
import { createTreeMesh } from './mesh.support.ts'

it('runs ten thousand peers in one process, and reaches them all', async () => {
  const mesh = createTreeMesh(10_000)
  await mesh.network.clock.run(2_000)
  for (let index = 0; index < 6; index++) await mesh.publish(index, 1_000)
  const before = mesh.payloads()
  const messages = []
  for (let index = 0; index < 4; index++) messages.push(await mesh.publish(5_000 + index, 1_000))
  await mesh.network.clock.run(5_000)
  for (const { arrivals } of messages) expect(arrivals.size).toBe(9_999)
  expect((mesh.payloads() - before) / (4 * 9_999)).toBeLessThan(1.2)
})
