import type { FetchCase } from './fetch-case.ts'
import { redirectCases } from './redirect-cases.ts'
import { requestCases } from './request-cases.ts'
import { responseCases } from './response-cases.ts'
import { sizeCases, streamCases } from './stream-cases.ts'

/** What passes in seconds. */
export const fetchCases: readonly FetchCase[] = [...requestCases, ...responseCases, ...redirectCases, ...streamCases]

/** Sizes that take longer: 4, 16 and 64 MiB. */
export const largeFetchCases: readonly FetchCase[] = [4, 16, 64].flatMap((mebibytes) =>
  sizeCases(mebibytes * 1024 ** 2),
)
