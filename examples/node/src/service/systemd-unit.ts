export interface UnitOptions {
  /** What starts `hydra`, word for word. */
  readonly program: readonly string[]
  /** @default the folder that the node takes by itself */
  readonly dataDir?: string
  /** The configuration file, where there is one. */
  readonly config?: string
}

/** A unit for systemd's services of a user. The node says itself when it is to stop, and has two seconds for it. */
export function systemdUnit({ program, dataDir, config }: UnitOptions): string {
  // Of a command alone, systemd fills in variables.
  const command = [...program, 'start'].map((word) => quoted(word.replaceAll('$', '$$$$'))).join(' ')
  const variables = [
    ...(dataDir === undefined ? [] : [`HYDRA_DATA=${dataDir}`]),
    'HYDRA_LOG=json',
    ...(config === undefined ? [] : [`HYDRA_CONFIG=${config}`]),
  ]
  return `[Unit]
Description=Hydra, a peer of its own

[Service]
ExecStart=${command}
Environment=${variables.map(quoted).join(' ')}
Restart=on-failure
RestartSec=5
TimeoutStopSec=5
SuccessExitStatus=130
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=full
LimitNOFILE=65536

[Install]
WantedBy=default.target
`
}

/** As systemd reads words: in quotes, with what it would take for a sign doubled. */
function quoted(word: string): string {
  const escaped = word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')
  return /^[\w./=:@-]+$/.test(escaped) ? escaped : `"${escaped}"`
}
