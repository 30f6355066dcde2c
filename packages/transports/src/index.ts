export type { ConnectionKind } from './connection-kind.ts'
export type { RequestHandler } from './request-handler.ts'
