import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadConfiguration } from './configuration.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'hydra-config-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function load(toml: string, environment: Record<string, string> = {}, flags: Record<string, string | boolean> = {}) {
  const config = join(folder, 'config.toml')
  writeFileSync(config, toml)
  return loadConfiguration({ flags: { config, ...flags }, environment })
}

it('takes flags over the environment over the file over what is usual, and says which it was', () => {
  const toml = 'port = 1000\npublic = true\n[discovery]\nmdns = false\n'
  const { settings, origins, file } = load(toml, { HYDRA_PORT: '2000', HYDRA_LOG: 'json' }, { port: '3000' })
  expect([settings.port, settings.log, settings.public, settings['discovery.mdns']]).toEqual([
    3000,
    'json',
    true,
    false,
  ])
  expect(settings['requests-per-second']).toBe(20)
  expect([origins.port, origins.log, origins.public, origins['discovery.mdns']]).toEqual([
    '--port',
    'HYDRA_LOG',
    file,
    file,
  ])
  expect(origins['requests-per-second']).toBe('default')
})

it('reads lists from a file and from a variable', () => {
  expect(load('hosts = ["a.example", "b.example"]').settings.hosts).toEqual(['a.example', 'b.example'])
  expect(load('', { HYDRA_HOSTS: 'a.example,b.example' }).settings.hosts).toEqual(['a.example', 'b.example'])
})

it.each([
  ['port = "many"', /"port" in .*config\.toml is "many", and takes a whole number from 0 to 65535/],
  ['port = 70000', /takes a whole number/],
  ['prot = 1', /has "prot", which is no setting/],
  ['[discovery]\nmdsn = true', /has "discovery\.mdsn", which is no setting/],
  ['port = 1\nhosts = [', /breaks off or is no TOML, at line 2/],
  ['hosts = "a"', /takes a list of texts/],
  ['public = "yes"', /takes true or false/],
])('says what is wrong with %j', (toml, message) => {
  expect(() => load(toml)).toThrow(message)
})

it('wants a file that was named, and none that was not', () => {
  expect(() => loadConfiguration({ flags: { config: join(folder, 'none') }, environment: {} })).toThrow(
    'cannot be read',
  )
})
