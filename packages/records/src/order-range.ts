/** `from` is included, `to` is not; both are prefixes of an order. */
export interface OrderRange {
  readonly from?: Uint8Array
  readonly to?: Uint8Array
}
