import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { shellInWorker } from './shell-in-worker.ts'

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
    // A peer is one piece; the parts that are seldom wanted are split off where they are imported.
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: {
      input: { index: 'index.html', 'service-worker': 'src/service-worker.ts' },
      output: {
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  plugins: [shellInWorker()],
})
