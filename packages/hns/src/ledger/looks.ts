// Apart from the rest, with the table that it brings along.
export { createLooks } from '@hydra/identity/petnames'
