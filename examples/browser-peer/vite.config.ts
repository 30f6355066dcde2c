import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { laterList } from './src/build/later-list.ts'
import { lean } from './src/build/lean.ts'

/** A static build with relative URLs: it works below any path of any host. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [lean(), laterList()],
  worker: { format: 'es' },
  build: {
    target: 'esnext',
    outDir: 'dist',
    emptyOutDir: true,
    // What is seldom wanted is split off where it is imported, and nearly all of it needs nothing but the first piece.
    modulePreload: false,
    rolldownOptions: {
      treeshake: { propertyReadSideEffects: false },
      // One piece is a twentieth smaller than the dozens that the parts split off would otherwise leave of it.
      output: { codeSplitting: { groups: [{ name: 'peer', tags: ['$initial'] }] } },
    },
    chunkSizeWarningLimit: 1_000,
  },
})
