/**
 * The page's half of the service worker: its handlers answer what `<img>`, `<video>` and `fetch` ask for by URL.
 *
 * ```ts
 * const gateway = createFilesGateway(files, { hosts: [location.hostname] })
 * await serveFromPage({ script: './hydra-worker.js', routes: { '/files/': gateway } })
 * document.querySelector('img').src = `./files/${cid}`
 * ```
 *
 * @packageDocumentation
 */
export { ServiceWorkerError } from './errors.ts'
export { serveFromPage } from './serve-from-page.ts'
export type { ServeOptions } from './serve-from-page.ts'
export type { Handler } from './answer-worker.ts'
