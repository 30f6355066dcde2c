/**
 * The service worker's half: passes requests for files and services to a page that has them.
 *
 * ```ts
 * answerFromPages(globalThis) // in the app's own worker script
 * ```
 *
 * @packageDocumentation
 */
export { answerFromPages } from './answer-from-pages.ts'
