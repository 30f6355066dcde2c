/**
 * The Hydra Name Service, which is not Handshake: a worked-for, fork-tolerant ledger of names that nobody can take down.
 *
 * ```ts
 * const rules = ledgerRules()
 * const records = await createRecordSet({ ...recordsOf(rules), store: memoryStore() })
 * const names = await createNames({ records, rules })
 * await names.claim('my-pictures', await createKeyPair(), { title: 'Pictures' })
 * await names.resolve('my-pictures')
 * ```
 *
 * @packageDocumentation
 */
export { createNames } from './create-names.ts'
export type { NamesOptions } from './create-names.ts'
export { doubleSha256 } from './double-sha256/double-sha256.ts'
export { equihash } from './equihash/equihash.ts'
export type { EquihashOptions } from './equihash/equihash.ts'
export {
  BlockTooLargeError,
  InvalidBlockError,
  InvalidNameError,
  InvalidPayloadError,
  LocalListError,
  MinerError,
  NotClaimedError,
} from './errors.ts'
export type { Branch } from './ledger/branches.ts'
export type { Layout, LayoutNode } from './ledger/layout.ts'
export { normalizeName } from './name.ts'
export { displayName } from './names.ts'
export type { Claim, ClaimOptions, LocalChoices, LogEntry, Names } from './names.ts'
export type { Payload } from './payload.ts'
export { practiceRules } from './practice-rules.ts'
export type { Progress, Puzzle, SolveOptions } from './puzzle.ts'
export { ledgerRules } from './rules.ts'
export type { Rules } from './rules.ts'
export { serviceNames } from './service-names.ts'
export type { ServiceNames } from './service-names.ts'
export { recordsOf } from './validate.ts'
