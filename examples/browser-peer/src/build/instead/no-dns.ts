// A tab asks no resolver: whom to ask nobody named, and `browserTransports` tells libp2p so.
export const dnsaddrResolver = { canResolve: () => false, resolve: () => Promise.resolve([]) }
