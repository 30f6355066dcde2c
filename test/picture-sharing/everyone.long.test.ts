import axe from 'axe-core'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { builtApp, openChromium, startHost } from './open-journal.ts'
import { tour } from './screens.ts'

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string }[]
}

let browser: Browser
let host: { url: string; close(): Promise<void> }
beforeAll(async () => {
  host = await startHost(await builtApp())
  browser = await openChromium()
})
afterAll(async () => {
  await browser.close()
  await host.close()
})

it('axe finds no serious fault on any screen, light or dark', async () => {
  // The page's own policy would refuse the script that looks at it.
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, bypassCSP: true })
  const page = await context.newPage()
  const look = async (): Promise<Violation[]> => {
    await page.evaluate(axe.source)
    return page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }
      return (await axe.run()).violations
    })
  }
  const faults: string[] = []
  await tour(page, host.url, async (name) => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      for (const { id, impact, nodes } of await look()) {
        if (impact !== 'serious' && impact !== 'critical') continue
        faults.push(`${name}, ${colorScheme}: ${id} ${nodes[0]?.html.slice(0, 160)}`)
      }
    }
  })
  expect(faults).toEqual([])
  // The control: a button without a name is a fault that it sees.
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')))
  expect((await look()).map(({ id }) => id)).toContain('button-name')
  await context.close()
})
