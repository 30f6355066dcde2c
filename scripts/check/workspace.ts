// What the checks look at: the files that git knows or would take up, and the packages among them.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports?: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

export interface Package {
  /** Its folder under packages/ or examples/, which is its name without the scope. */
  readonly folder: string
  readonly manifest: Manifest
}

/** Paths under the root, with forward slashes. What is ignored is not ours: builds and dependencies. */
export function listFiles(): string[] {
  const output = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  const files = new Set(output.split('\0').filter((path) => path !== '' && existsSync(join(root, path))))
  return [...files].sort()
}

export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

export function readJson(path: string): unknown {
  return JSON.parse(readText(path))
}

export function listPackages(files: readonly string[] = listFiles()): Package[] {
  return packagesAt(/^packages\/([^/]+)\/package\.json$/, files)
}

/** Examples that have something for other examples: never published. */
export function listShared(files: readonly string[] = listFiles()): Package[] {
  const examples = packagesAt(/^examples\/([^/]+)\/package\.json$/, files)
  return examples.filter(({ manifest }) => manifest.exports !== undefined)
}

function packagesAt(place: RegExp, files: readonly string[]): Package[] {
  return files.flatMap((path) => {
    const folder = place.exec(path)?.[1]
    return folder === undefined ? [] : [{ folder, manifest: readJson(path) as Manifest }]
  })
}

/** Files that hold code of ours. A build configuration is code too. */
export function isCode(path: string): boolean {
  return /\.(ts|tsx|mts|cts|js|mjs|cjs|jsx)$/.test(path)
}

export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path)
}
