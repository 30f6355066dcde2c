/**
 * HTTP APIs hosted by peers, called with `fetch`.
 *
 * ```ts
 * const services = createServices({ router })
 * const { url } = await services.host((request) => new Response(`You asked for ${request.url}`), { key })
 * const response = await services.fetch(url)
 * ```
 */
export { BodyTooLargeError, ContestedNameError, InvalidServiceUrlError, MalformedMessageError } from './errors.ts'
export { keptKey } from './kept-key.ts'
export { memoryNames } from './names.ts'
export type { Names, Trust } from './names.ts'
export { createServices } from './services.ts'
export type { FetchInit } from './fetch.ts'
export type { RequestStep, SeenRequest } from './seen-request.ts'
export type { Context, FetchHandler } from './handler.ts'
export type { Hosting, HostOptions, Services, ServicesOptions } from './services.ts'
