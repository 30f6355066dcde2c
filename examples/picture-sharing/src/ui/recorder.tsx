import { useEffect, useRef, useState } from 'preact/hooks'

// Short on purpose: a film of a minute has some twenty megabytes.
const LONGEST_MS = 60_000
const TYPES = ['video/webm;codecs=vp9,opus', 'video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4']

type Stage = 'asking' | 'looking' | 'recording' | 'refused'

/** Records a short video in the page. */
export function Recorder({ onRecorded }: { onRecorded: (film: File) => void }) {
  const view = useRef<HTMLVideoElement>(null)
  const camera = useRef<MediaStream | undefined>(undefined)
  const recorder = useRef<MediaRecorder | undefined>(undefined)
  const [stage, setStage] = useState<Stage>('asking')

  useEffect(() => {
    let isOver = false
    openCamera().then(
      (stream) => {
        if (isOver) return stop(stream)
        camera.current = stream
        if (view.current) view.current.srcObject = stream
        setStage('looking')
      },
      () => setStage('refused'),
    )
    return () => {
      isOver = true
      if (camera.current) stop(camera.current)
    }
  }, [])

  function start(): void {
    if (!camera.current) return
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type))
    const made = new MediaRecorder(camera.current, mimeType === undefined ? {} : { mimeType })
    const pieces: Blob[] = []
    made.addEventListener('dataavailable', ({ data }) => void pieces.push(data))
    made.addEventListener('stop', () => onRecorded(new File(pieces, 'Video', { type: made.mimeType })))
    made.start(1_000)
    recorder.current = made
    setStage('recording')
    setTimeout(() => made.state === 'recording' && made.stop(), LONGEST_MS)
  }

  if (stage === 'refused') {
    return <p class="problem">The camera could not be opened. Allow this page to use it, and try again.</p>
  }
  return (
    <div class="recorder">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- what the camera sees now */}
      <video ref={view} muted autoPlay playsInline aria-label="What the camera sees" />
      {stage === 'recording' ? (
        <button type="button" class="button danger" onClick={() => recorder.current?.stop()}>
          Stop
        </button>
      ) : (
        <button type="button" class="button" disabled={stage === 'asking'} onClick={start}>
          Start recording
        </button>
      )}
    </div>
  )
}

/** With sound where there is a microphone. */
async function openCamera(): Promise<MediaStream> {
  const video = { width: { ideal: 1280 }, height: { ideal: 720 } }
  const { mediaDevices } = navigator
  return mediaDevices.getUserMedia({ video, audio: true }).catch(() => mediaDevices.getUserMedia({ video }))
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
