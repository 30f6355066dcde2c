import { limits } from './limits.ts'
import { count, type Job, type Port, type Step } from './state.ts'

/** Notes what waits for a signature to be checked; `undefined` if too much waits already. */
export function addJob(step: Step, port: Port, job: Job): number | undefined {
  if (port.checks >= limits.checksPerNeighbour) {
    count(step, 'overLimit')
    return undefined
  }
  port.checks++
  const number = step.state.nextJob++
  step.state.jobs.set(number, job)
  return number
}

/** What the check was for; `undefined` if its neighbour has left. */
export function takeJob(step: Step, number: number): Job | undefined {
  const job = step.state.jobs.get(number)
  step.state.jobs.delete(number)
  const port = job && step.state.ports.get(job.from)
  if (!port) return undefined
  port.checks--
  return job
}
