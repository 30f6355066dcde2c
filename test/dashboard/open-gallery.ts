import { buildPage, type Page } from '../browser/open-browser.ts'

/** The page of all components, with their stylesheet. */
export async function galleryPage(): Promise<Page> {
  const page = new Map(await buildPage(new URL('pages/gallery.tsx', import.meta.url)))
  const sheets = [...page.keys()].filter((name) => name.endsWith('.css'))
  const links = sheets.map((name) => `<link rel="stylesheet" href="${name}">`).join('')
  const head =
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
  const body = `${head}<title>Gallery</title>${links}<div id="app"></div><script type="module" src="/tab.js"></script></html>`
  return page.set('/', { type: 'text/html', body })
}
