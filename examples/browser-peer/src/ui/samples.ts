/** What to start from: three services, each a screenful. */
export interface Sample {
  readonly label: string
  readonly about: string
  readonly source: string
}

export const SAMPLES: readonly Sample[] = [
  {
    label: 'greeting',
    about: 'answers everybody',
    source: `// Whoever asks gets an answer: the URL says which.
export default {
  async fetch(request, { log }) {
    const name = new URL(request.url).searchParams.get('name') ?? 'stranger'
    log(\`\${name} said hello\`)
    return Response.json({ hello: name, from: 'a browser tab' })
  },
}
`,
  },
  {
    label: 'counter',
    about: 'remembers, over reloads',
    source: `// What is put into \`kv\` stays in this browser.
export default {
  async fetch(request, { kv }) {
    const before = Number((await kv.get('visits')) ?? 0)
    await kv.set('visits', String(before + 1))
    return Response.json({ visits: before + 1 })
  },
}
`,
  },
  {
    label: 'guest-book',
    about: 'a page with a form',
    source: `// A whole web page, and what its visitors write into it.
const escaped = (text) => text.replace(/[&<>"']/g, (mark) => \`&#\${mark.charCodeAt(0)};\`)

export default {
  async fetch(request, { kv }) {
    if (request.method === 'POST') {
      const line = new URLSearchParams(await request.text()).get('line') ?? ''
      const key = \`line \${String(Date.now()).padStart(16, '0')} \${crypto.randomUUID()}\`
      await kv.set(key, line.slice(0, 200))
      return new Response(null, { status: 303, headers: { location: './' } })
    }
    const lines = await kv.list({ prefix: 'line ', limit: 50 })
    const items = lines.map(([, line]) => \`<li>\${escaped(line)}</li>\`).join('')
    const form = '<form method="post"><input name="line" required><button>Sign</button></form>'
    return new Response(\`<!doctype html><title>Guest book</title>\${form}<ul>\${items}</ul>\`, {
      headers: { 'content-type': 'text/html;charset=utf-8' },
    })
  },
}
`,
  },
]
