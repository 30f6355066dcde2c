export { ClosedError, NoAnswerError } from './errors.ts'
export type { Link, Neighbour, NeighbourId, Unsubscribe } from './link.ts'
export type {
  Answer,
  Body,
  Handler,
  HostOptions,
  IncomingRequest,
  Privacy,
  PublishOptions,
  RequestOptions,
  RequestProgress,
  Router,
} from './router.ts'
export type { Spread, SpreadCopy, Verdict } from './spread.ts'
export type { Clock, Random } from './time.ts'
