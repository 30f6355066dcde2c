import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** A static build with relative URLs, which a node serves at `/dashboard/`. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { target: 'es2024', outDir: 'dist', emptyOutDir: true, modulePreload: { polyfill: false } },
})
