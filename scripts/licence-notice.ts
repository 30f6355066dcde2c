import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface Package {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly author?: string | { readonly name: string }
  readonly repository?: string | { readonly url: string }
}

const HEAD = `This folder holds code of the packages below. Where one publishes no licence file of its own, the text
of the licence that it names stands in LICENSE.md of this package.
`

/** Names every package that modules of a bundle come from, with its licence as it was published. */
export function licenceNotice(modules: readonly string[]): string {
  const folders = new Set(modules.flatMap((id) => packageFolder(id) ?? []))
  const entries = [...folders].map(entry).sort()
  return `${HEAD}\n${entries.join('\n')}`
}

function entry(folder: string): string {
  const about: Package = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (about.license === undefined) throw new Error(`${about.name} names no licence, so it cannot be bundled.`)
  const author = typeof about.author === 'object' ? about.author.name : about.author
  const source = typeof about.repository === 'object' ? about.repository.url : about.repository
  const head = [`${about.name} ${about.version}`, `Licence: ${about.license}`]
  if (author) head.push(`Author: ${author}`)
  if (source) head.push(`Source: ${source.replace(/^git\+/, '')}`)
  const texts = licenceTexts(folder)
  if (texts.length === 0 && !/MIT|Apache-2.0/.test(about.license)) {
    throw new Error(`${about.name} publishes no licence text, and ${about.license} is not among ours.`)
  }
  return ['='.repeat(72), ...head, '', ...texts].join('\n')
}

function licenceTexts(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name))
  return names.map((name) => `${readFileSync(join(folder, name), 'utf8').trim()}\n`)
}

function packageFolder(id: string): string | undefined {
  for (let folder = dirname(id); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name !== undefined) {
      return folder.includes('node_modules') ? folder : undefined
    }
  }
  return undefined
}
