// Who may know whom: imports go down only, and packages on one line never import each other. The one that needs
// something declares a seam, and the other satisfies it.
const layers: readonly (readonly string[])[] = [
  ['peer'],
  ['files', 'feeds', 'services', 'hns'],
  ['router', 'records'],
  ['discovery', 'transports'],
  ['identity'],
]

/** Packages that plug into libp2p or start it. Every other one names it in its adapter alone, published at `/libp2p`. */
export const libp2pPackages: readonly string[] = ['peer', 'discovery', 'transports']

export function layerOf(folder: string): number | undefined {
  const layer = layers.findIndex((line) => line.includes(folder))
  return layer < 0 ? undefined : layer
}

/** What forbids one package to import another, or undefined where nothing does. */
export function forbidden(from: string, to: string): string | undefined {
  const [own, other] = [layerOf(from), layerOf(to)]
  if (own === undefined || other === undefined) {
    return `@hydra/${own === undefined ? from : to} stands in no layer. Give it its place in scripts/check/layers.ts.`
  }
  if (other > own) return undefined
  return other === own
    ? `@hydra/${from} and @hydra/${to} stand on one line and never import each other. Declare a seam in ${from} that ${to} satisfies.`
    : `@hydra/${to} stands above @hydra/${from}; imports go down only. Declare a seam in ${from} that ${to} satisfies.`
}

export function namesLibp2p(specifier: string): boolean {
  return /^(libp2p(\/|$)|@libp2p\/|@chainsafe\/libp2p-)/.test(specifier)
}

/** The one place of a package outside `libp2pPackages` that may name libp2p. */
export function isAdapter(path: string): boolean {
  return /^packages\/[^/]+\/src\/libp2p(\.ts$|\/)/.test(path)
}
