// Apart from the rest, with the engine that it brings along.
export { memorySearch } from '@hydra/files'
