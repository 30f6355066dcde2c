/**
 * Files for those who speak plain HTTP: a handler that a node, or a tab's service worker, mounts.
 *
 * ```ts
 * const gateway = createFilesGateway(files)
 * const response = await gateway(new Request(`http://localhost/files/${cid}`))
 * ```
 *
 * @packageDocumentation
 */
export { createFilesGateway } from './files-gateway.ts'
export type { FilesGatewayOptions } from './files-gateway.ts'
export { contentType, SNIFFED_BYTES } from './content-type.ts'
