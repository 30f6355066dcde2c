import { useEffect, useRef, useState } from 'preact/hooks'

/** A link as a phone's camera reads it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [isDrawn, setDrawn] = useState(false)
  useEffect(() => {
    void import('lean-qr').then(({ generate }) => {
      if (canvas.current === null) return
      generate(text).toCanvas(canvas.current, { on: [0x24, 0x1d, 0x16], off: [0xff, 0xfd, 0xf9] })
      setDrawn(true)
    })
  }, [text])
  return (
    <canvas ref={canvas} class={isDrawn ? 'qr' : 'qr is-waiting'} role="img" aria-label={`${label}, as a QR code`} />
  )
}
