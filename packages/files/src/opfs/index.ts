/**
 * Blocks in the private file system of an origin: for tabs that keep gigabytes.
 *
 * ```ts
 * const files = await createFiles({ blocks: await openOpfsBlocks('blocks') })
 * ```
 *
 * @packageDocumentation
 */
export { openOpfsBlocks } from './opfs-blocks.ts'
