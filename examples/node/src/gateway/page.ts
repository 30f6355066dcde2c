/** The page of a node on which no app stands. */
export function page(url: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Hydra</title>
<style>
  :root { color-scheme: light dark; font: 1.1rem/1.6 system-ui, sans-serif }
  body { max-width: 34rem; margin: 14vh auto; padding: 0 1.5rem }
  h1 { font-weight: 600; letter-spacing: -0.02em }
  code { background: color-mix(in srgb, currentColor 10%, transparent); padding: 0.1em 0.4em; border-radius: 0.3em }
  li { margin: 0.3em 0 }
</style>
<h1>Your node is running.</h1>
<p>It listens at <code>${url}</code> and helps other peers to reach each other. It serves</p>
<ul>
  <li>APIs that anybody hosts, at <code>/services/&lt;name or key&gt;/</code></li>
  <li>files, at <code>/files/&lt;cid&gt;</code>, and their blocks, at <code>/ipfs/&lt;cid&gt;?format=car</code></li>
  <li><a href="/search?q=">what is shared</a>, at <code>/search?q=words</code></li>
  <li><a href="/names?q=">names</a>, at <code>/names/&lt;name&gt;</code> and <code>/names?q=words</code></li>
  <li><a href="/tab/">a peer for this browser</a>, which hosts an API from its tab, at <code>/tab/</code></li>
  <li><a href="/status">how it fares</a>, and <a href="/metrics">its figures</a> for Prometheus</li>
</ul>
<p><code>hydra --help</code> lists what its command line does. Ctrl-C in its terminal stops it.</p>
</html>
`
}
