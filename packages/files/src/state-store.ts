import type { Datastore } from 'interface-datastore'

/** Where it is kept what is pinned: any `interface-datastore` store. */
export type StateStore = Pick<Datastore, 'put' | 'delete' | 'query'>
