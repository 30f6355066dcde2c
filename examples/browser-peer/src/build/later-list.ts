import type { Plugin } from 'vite'

/** Writes a list of what the page loads when it is used, for `src/later.ts`. */
export function laterList(): Plugin {
  return {
    name: 'later-list',
    apply: 'build',
    // Last: what is empty, or stands in the page itself, is gone by then.
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const files = Object.values(bundle)
        const atOnce = new Set(
          files.flatMap((file) => (file.type === 'chunk' && file.name === 'peer' ? [file.fileName] : [])),
        )
        for (const name of atOnce) {
          const chunk = bundle[name]
          if (chunk?.type !== 'chunk') continue
          for (const next of [...chunk.imports, ...(chunk.viteMetadata?.importedCss ?? [])]) atOnce.add(next)
        }
        const later = files
          .map(({ fileName }) => fileName)
          .filter((name) => /\.(js|css)$/.test(name) && !atOnce.has(name))
        // A worker is no module of the page, and the largest part of all: it comes when something is first run.
        const source = JSON.stringify(later.filter((name) => !name.includes('/worker-')))
        this.emitFile({ type: 'asset', fileName: 'later.json', source })
      },
    },
  }
}
