/** The version of the protocol. */
export const VERSION = 1
/** Large enough for every symbol at once; small enough that sixteen peers fill no memory. */
export const MAX_FRAME_BYTES = 256 * 1024
export const SYMBOL_BYTES = 37
export const MAX_KIND_BYTES = 128
/** How much of each id a list carries: to make two records that look alike in it takes 2⁴⁸ of them. */
export const LIST_BYTES = 12
/** A range of so many is listed rather than split: splitting into sixteen costs 1.2 KiB and a round trip. */
export const MAX_LISTED = 1024
/** Records of one frame: enough to make one write worth its fsync. */
export const RECORDS_FRAME_BYTES = 64 * 1024
/** After so much the other has its say: it may want to stop, and another peer is served in between. */
export const TURN_BYTES = 8 * 1024 * 1024
export const MAX_TURN_BYTES = 4 * TURN_BYTES
/** A range of 2⁴⁰ entries is split down to a list in ten turns; who brings nothing for longer is going in circles. */
export const MAX_IDLE_TURNS = 32
/** Validators may differ by a version, so a few records may be refused; more is a flood. */
export const MAX_REFUSED = 100
/** Another peer may have brought the same meanwhile; who brings more of it than of the new only keeps us busy. */
export const MAX_KNOWN = 4096
/** Replies being prepared for one peer. */
export const MAX_JOBS = 8192
/** Entries read for questions about ranges, besides eight times the set: a third of a second. */
export const MAX_FREE_SCAN = 65_536
