/** Chai with what aegir adds to it. */
export declare function expect(value: unknown): Chain
export interface Chain extends PromiseLike<void> {
  readonly to: Chain
  readonly be: Chain
  readonly have: Chain
  readonly that: Chain
  readonly is: Chain
  readonly with: Chain
  readonly eventually: Chain
  empty(): Chain
  rejected(): Chain
  equalBytes(bytes: Uint8Array): Chain
  property(name: string, value?: unknown): Chain
}
