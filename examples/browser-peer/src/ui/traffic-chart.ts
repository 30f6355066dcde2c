// Apart from the rest, with the charts that it brings along.
import '../styles/later.css'
export { TrafficChart } from '@hydra/views'
