// Apart from the rest, with the charts that it brings along.
export { TrafficChart } from '@hydra/views'
