import { serveFolder, startNode, startHost, openChromium, visit } from './test/picture-sharing/open-journal.ts'
import { host, call, connectedOnGraph, go, peerIdOf, waysOf } from './test/browser-peer/steps.ts'
const serve = serveFolder('examples/browser-peer/dist')
const node = await startNode(async () => new Response('no', { status: 404 }))
const site = await startHost(serve)
const browser = await openChromium()
const t = Date.now(); const say = (...a) => console.log(((Date.now()-t)/1000).toFixed(1), ...a)
const u = `${site.url}?node=${encodeURIComponent(node.url.replace(/\/$/,''))}`
try {
const a = await visit(browser, u); 
await connectedOnGraph(a.page, 1); say('a connected')
const b = await visit(browser, u)
await connectedOnGraph(b.page, 2); say('b sees 2')
await connectedOnGraph(a.page, 2); say('a sees 2')
await a.page.screenshot({ path: '/tmp/t2-network.png', fullPage: true })
const ways = await host(a.page, 'counter'); say(ways)
say(await call(b.page, ways.address))
const r = await fetch(ways.curl); say(r.status, await r.text())
await b.page.goto(ways.link); await b.page.getByRole('button',{name:'Call',exact:true}).click(); await b.page.locator('.answer').waitFor(); say('link', await b.page.locator('.answer pre').textContent())
await a.page.screenshot({ path: '/tmp/t2-host.png', fullPage: true })
await a.page.reload(); say('reloaded'); 
await go(a.page,'host'); await a.page.getByRole('heading',{name:'Share counter'}).waitFor(); const again = await waysOf(a.page); say('same', again.address === ways.address)
say(await call(b.page, again.address))
await connectedOnGraph.call(null, (await go(b.page,'network'), b.page), 2); say('b sees 2 again')
await node.close(); say('node closed')
await b.page.locator('.trouble').waitFor(); say(await b.page.locator('.trouble').textContent())
say(await call(b.page, again.address))
say('errors', a.errors, b.errors)
for (const s of ['network','services','files','names','inspector','you']) { await go(b.page, s); await b.page.waitForTimeout(400); await b.page.screenshot({ path: `/tmp/t2-b-${s}.png`, fullPage: true }) }
} catch (e) { console.log(e.message); for (const [i,c] of browser.contexts().entries()) await c.pages()[0].screenshot({ path: `/tmp/t2-fail${i}.png`, fullPage: true }) }
await browser.close(); await site.close(); await node.close()
process.exit(0)
