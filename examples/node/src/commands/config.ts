import { localCommand } from '../cli/command.ts'
import { SETTINGS, type SettingName } from '../config/settings.ts'

interface Row {
  readonly name: string
  readonly value: unknown
  readonly from: string
  readonly about: string
}

export const configShow = localCommand<Row>({
  summary: 'Shows every setting, its value, and where that came from.',
  example: 'hydra config show',
  settings: true,
  async *local({ configuration }) {
    const { settings, origins, dataDir, file } = configuration
    yield { note: `Data  ${dataDir}\nFile  ${file}` }
    for (const name of Object.keys(SETTINGS) as SettingName[]) {
      yield { result: { name, value: settings[name] ?? null, from: origins[name], about: SETTINGS[name].about } }
    }
  },
  text: ({ name, value, from, about }) => {
    const { shown } = SETTINGS[name as SettingName] as { shown?: string }
    const said = value === null ? (shown ?? 'none') : JSON.stringify(value)
    return `${name} = ${said}  (${from}; ${about})`
  },
})
