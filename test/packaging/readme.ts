/** The first TypeScript snippet of a README: the one that a newcomer pastes and runs. */
export function firstSnippet(readme: string): string | undefined {
  return /^```ts\r?\n(.*?)^```/ms.exec(readme)?.[1]
}
