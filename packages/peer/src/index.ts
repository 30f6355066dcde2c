import '@hydra/identity/engine'

export {}
