import type { Browser, BrowserContextOptions } from 'playwright'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { openChromium, startHost, startNode, visit, type Visitor } from '../picture-sharing/open-journal.ts'
import { builtPage } from './built-page.ts'

export type RunningNode = Awaited<ReturnType<typeof startNode>>

/** The page on a host of its own, a browser to open it in, and nodes to meet at; all of it ends with its test. */
export interface Stage {
  readonly browser: () => Browser
  readonly site: () => string
  readonly arrive: (url: string, options?: BrowserContextOptions) => Promise<Visitor>
  /** A node, and where the page meets others at it. */
  readonly withNode: () => Promise<{ readonly node: RunningNode; readonly url: string }>
  readonly onEnd: (close: () => Promise<unknown>) => void
}

/** Sets the stage for the tests of a file. */
export function setStage(more: (request: Request) => Response | undefined = () => undefined): Stage {
  let browser: Browser
  let site: Awaited<ReturnType<typeof startHost>>
  const cleanup: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    const built = await builtPage()
    site = await startHost(async (request) => more(request) ?? built(request))
    browser = await openChromium()
  })
  afterEach(async () => {
    for (const close of cleanup.splice(0).reverse()) await close()
  })
  afterAll(async () => {
    await browser.close()
    await site.close()
  })
  return {
    browser: () => browser,
    site: () => `${site.url}some/path/`,
    async arrive(url, options) {
      const visitor = await visit(browser, url, options)
      cleanup.push(() => visitor.close())
      return visitor
    },
    async withNode() {
      const node = await startNode(async () => new Response('This node serves no page.', { status: 404 }))
      cleanup.push(() => node.close())
      return { node, url: `${site.url}some/path/?node=${encodeURIComponent(node.url)}` }
    },
    onEnd: (close) => void cleanup.push(close),
  }
}
