import { expect, it } from 'vitest'
import { setStage } from './stage.ts'
import { firstVisitOf } from './first-visit.ts'
import { call, connectedOnGraph, go, host, LONG, waysOf } from './steps.ts'

const { arrive, withNode } = setStage()

it('two tabs and a node meet; one hosts from its editor; it comes back after a reload; both outlive the node', async () => {
  const { node, url } = await withNode()
  const ada = await arrive(url)
  await connectedOnGraph(ada.page, 1)
  const { total, paintMs, bytes } = await firstVisitOf(ada.page)
  console.log(`Shown after ${Math.round(paintMs)} ms; a peer with ${total} bytes, gzip:`, Object.fromEntries(bytes))
  expect(total).toBeLessThan(250_000)
  expect(paintMs).toBeLessThan(1_000)
  const bo = await arrive(url)
  await connectedOnGraph(bo.page, 1)
  const start = performance.now()
  await Promise.all([connectedOnGraph(bo.page, 2), connectedOnGraph(ada.page, 2)])
  const metMs = Math.round(performance.now() - start)
  console.log(`Met on the graph ${metMs} ms after the node was reached.`)
  expect(metMs).toBeLessThan(3_000)

  const { address, curl, link } = await host(ada.page, 'counter')
  expect(await call(bo.page, address)).toBe('{"visits":1}')
  expect(await (await fetch(curl)).json()).toEqual({ visits: 2 })
  await ada.page.locator('.request.is-well').nth(1).waitFor(LONG)
  // As somebody to whom the link was sent.
  await bo.page.goto(link)
  await bo.page.getByRole('button', { name: 'Call', exact: true }).click(LONG)
  await bo.page.getByText('{"visits":3}').waitFor(LONG)

  await ada.page.reload()
  await ada.page.getByRole('heading', { name: 'Share counter' }).waitFor(LONG)
  expect((await waysOf(ada.page)).address).toBe(address)
  await go(ada.page, 'network')
  await connectedOnGraph(ada.page, 2)
  expect(await call(bo.page, address)).toBe('{"visits":4}')

  expect([...ada.errors, ...bo.errors]).toEqual([])
  await node.close()
  await bo.page.getByText('does not answer').first().waitFor(LONG)
  expect(await call(bo.page, address)).toBe('{"visits":5}')
})
