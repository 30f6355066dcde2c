/** The page that a node shows until it has more to show. */
export function page(url: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Hydra</title>
<style>
  :root { color-scheme: light dark; font: 1.1rem/1.6 system-ui, sans-serif }
  body { max-width: 34rem; margin: 18vh auto; padding: 0 1.5rem }
  h1 { font-weight: 600; letter-spacing: -0.02em }
  code { background: color-mix(in srgb, currentColor 10%, transparent); padding: 0.1em 0.4em; border-radius: 0.3em }
</style>
<h1>Your node is running.</h1>
<p>It listens at <code>${url}</code>, on this machine only, helps other peers to reach each other, and serves APIs
that they host at <code>${url}services/…</code>. There is no app on it yet: this page is all that it shows.</p>
<p>Press Ctrl-C in its terminal to stop it.</p>
</html>
`
}
