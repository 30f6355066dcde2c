/**
 * Exchanges blocks with IPFS peers by bitswap.
 *
 * ```ts
 * const bitswap = await libp2pBitswap(node, { blocks })
 * const files = await createFiles({ blocks, sources: [bitswap] })
 * ```
 *
 * @module
 */
export { BITSWAP_PROTOCOL, libp2pBitswap } from './libp2p-bitswap.ts'
export type { Bitswap, BitswapOptions } from './libp2p-bitswap.ts'
