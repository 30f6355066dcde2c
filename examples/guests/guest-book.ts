// A guest book: a page with a form, and the newest lines first. Permissions: kv, clock, randomness.
import type { GuestHandler } from '@hydra/services/registry'

const MAX_NAME = 50
const MAX_TEXT = 500
const LATEST = 8_640_000_000_000_000 // the last millisecond that a Date can hold

interface Entry {
  readonly name: string
  readonly text: string
  readonly at: string
}

const fetch: GuestHandler = async (request, { kv }) => {
  const { pathname, searchParams } = new URL(request.url)
  if (request.method === 'POST') {
    const form = new URLSearchParams(await request.text())
    const entry = {
      name: field(form, 'name', MAX_NAME),
      text: field(form, 'text', MAX_TEXT),
      at: new Date().toISOString(),
    }
    if (!entry.name || !entry.text) return new Response('A name and a text, please.', { status: 400 })
    // Keys that grow smaller with time: what is listed first is the newest.
    const key = `entry/${String(LATEST - Date.now()).padStart(16, '0')}/${crypto.randomUUID()}`
    await kv.set(key, JSON.stringify(entry))
    return new Response(null, { status: 303, headers: { location: './' } })
  }
  const after = searchParams.get('after')
  const found = await kv.list({ prefix: 'entry/', limit: 20, ...(after !== null && { after }) })
  const entries = found.map(([, value]) => JSON.parse(value) as Entry)
  const next = found.length === 20 ? found.at(-1)?.[0] : undefined
  if (pathname.endsWith('/entries')) return Response.json({ entries, next })
  return new Response(page(entries), { headers: { 'content-type': 'text/html;charset=utf-8' } })
}

export default { fetch }

function field(form: URLSearchParams, name: string, most: number): string {
  return (form.get(name) ?? '').trim().slice(0, most)
}

function page(entries: readonly Entry[]): string {
  const lines = entries.map(
    ({ name, text, at }) => `<li><b>${escaped(name)}</b> ${escaped(text)} <small>${at.slice(0, 10)}</small></li>`,
  )
  return `<!doctype html><title>Guest book</title><h1>Guest book</h1>
<form method="post"><input name="name" placeholder="Name" maxlength="${MAX_NAME}" required>
<input name="text" placeholder="Say something" maxlength="${MAX_TEXT}" required><button>Sign</button></form>
<ul>${lines.join('\n')}</ul>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
