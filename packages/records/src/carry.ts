/**
 * Which records of a kind a peer wants, judged from the single record.
 * The description goes to strangers in the handshake: keep it coarse, for it says what this peer reads.
 */
export interface Carry {
  readonly description: Uint8Array
  wants(order: Uint8Array, bytes: Uint8Array): boolean
}
