export interface Fault {
  /** Where it is: a path, with a line where there is one. */
  readonly at: string
  readonly message: string
}

/** Prints what is wrong and says so to the shell; with no faults, one line of what was looked at. */
export function conclude(faults: readonly Fault[], looked: string): void {
  for (const { at, message } of faults) console.error(`${at}  ${message}`)
  if (faults.length > 0) process.exitCode = 1
  console.log(faults.length === 0 ? `Nothing wrong in ${looked}.` : `${faults.length} wrong in ${looked}.`)
}
