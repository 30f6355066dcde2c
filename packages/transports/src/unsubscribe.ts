/** Ends what the call that returned it began. May be called twice. */
export type Unsubscribe = () => void
