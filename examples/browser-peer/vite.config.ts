import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** A static build with relative URLs: it works below any path of any host. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: {
    target: 'es2024',
    outDir: 'dist',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // A peer is one piece; what is seldom wanted is split off where it is imported.
    chunkSizeWarningLimit: 1_500,
  },
})
