// Apart from the rest, with the words that it brings along.
export { fingerprint } from '@hydra/identity'
