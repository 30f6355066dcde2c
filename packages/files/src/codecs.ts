export const RAW = 0x55
export const DAG_PB = 0x70

/** What every IPFS implementation takes (bitswap's limit): larger ones would not travel. */
export const MAX_BLOCK_BYTES = 2 * 1024 * 1024
