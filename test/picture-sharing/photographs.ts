import type { Page } from 'playwright'

const SCENES = {
  dune: {
    sky: ['#f6d9b8', '#f2a97e'],
    ground: ['#c98d5e', '#8a5a3c'],
    sun: [0.72, 0.34, '#fff3d9'],
    ratio: [1500, 1000],
  },
  dusk: {
    sky: ['#2d3561', '#c05c7e'],
    ground: ['#3b2f4a', '#1d1a2c'],
    sun: [0.3, 0.52, '#f3826f'],
    ratio: [1000, 1250],
  },
  harbour: {
    sky: ['#cfe3ee', '#8fb6cd'],
    ground: ['#3f6f8c', '#234a63'],
    sun: [0.5, 0.22, '#ffffff'],
    ratio: [1600, 900],
  },
  field: {
    sky: ['#dbe9e4', '#a9cbb8'],
    ground: ['#c9b458', '#7f7a34'],
    sun: [0.2, 0.3, '#fff9e0'],
    ratio: [1200, 1200],
  },
} as const

/** A landscape that is drawn, so that no picture of anybody's lies in the repository. */
export async function photograph(page: Page, name: keyof typeof SCENES): Promise<Buffer> {
  const bytes = await page.evaluate(async ({ sky, ground, sun, ratio: [width, height] }) => {
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('This browser draws nothing.')
    const fill = (from: string, to: string, top: number, bottom: number): void => {
      const gradient = context.createLinearGradient(0, top, 0, bottom)
      gradient.addColorStop(0, from)
      gradient.addColorStop(1, to)
      context.fillStyle = gradient
    }
    fill(sky[0], sky[1], 0, height * 0.7)
    context.fillRect(0, 0, width, height)
    const [x, y, colour] = sun
    context.fillStyle = colour
    context.filter = 'blur(6px)'
    context.beginPath()
    context.arc(x * width, y * height, height * 0.09, 0, 7)
    context.fill()
    context.filter = 'none'
    for (let hill = 0; hill < 4; hill++) {
      const top = height * (0.52 + hill * 0.12)
      fill(ground[0], ground[1], top, height)
      context.globalAlpha = 0.55 + hill * 0.15
      context.beginPath()
      context.moveTo(0, height)
      for (let at = 0; at <= width; at += 8) {
        const wave = Math.sin(at / (width / (2.2 + hill)) + hill * 1.7) * height * 0.05 + Math.sin(at / 90 + hill) * 5
        context.lineTo(at, top + wave)
      }
      context.lineTo(width, height)
      context.fill()
    }
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer())]
  }, SCENES[name])
  return Buffer.from(bytes)
}
