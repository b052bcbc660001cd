import './safe-view.css'
import { Button } from '@mantine/core'
import { IconEye, IconEyeOff, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportFile } from '#intake'
import { ApiError } from '../api.ts'
import { useDeed } from '../deeds.tsx'

/** What can be drawn or played without anything in it running: cleaned pictures and recordings, nothing else. */
const PICTURES = new Set(['image/jpeg', 'image/png', 'image/webp'])
const SOUNDS = new Set(['audio/wav', 'audio/x-wav', 'audio/wave'])

/** A file of a report, looked at here: a picture blurred and grey until asked for, a recording that never plays by itself. */
export function SafeView({ file, address }: { file: ReportFile; address: string }) {
  if (file.uncleaned) return null
  if (PICTURES.has(file.kind)) return <Picture address={address} kind={file.kind} />
  if (SOUNDS.has(file.kind)) return <Sound address={address} />
  return null
}

async function bytesAt(address: string): Promise<ArrayBuffer> {
  const response = await fetch(address, { credentials: 'same-origin' })
  if (!response.ok)
    throw new ApiError({
      code: `http.${response.status}`,
      title: response.statusText,
      detail: undefined,
      status: response.status,
      errors: [],
      reference: undefined,
      details: {},
    })
  return response.arrayBuffer()
}

/** Drawn on a canvas: the page's policy lets no other picture in, and a drawing holds nothing but what is seen. */
function Picture({ address, kind }: { address: string; kind: string }) {
  const { t } = useTranslation('wb-desk')
  const canvas = useRef<HTMLCanvasElement>(null)
  const [state, setState] = useState<'closed' | 'blurred' | 'clear'>('closed')
  const show = useDeed({
    run: async () => createImageBitmap(new Blob([await bytesAt(address)], { type: kind })),
    after: (picture) => {
      const board = canvas.current
      if (!board) return
      const scale = Math.min(1, 900 / Math.max(picture.width, picture.height))
      board.width = Math.round(picture.width * scale)
      board.height = Math.round(picture.height * scale)
      board.getContext('2d')?.drawImage(picture, 0, 0, board.width, board.height)
      picture.close()
      setState('blurred')
    },
  })
  return (
    <div className="stack-small">
      <canvas
        ref={canvas}
        hidden={state === 'closed'}
        className={`safe-picture safe-picture-${state}`}
        role="img"
        aria-label={t(state === 'clear' ? 'view.picture' : 'view.blurred')}
        data-private=""
      />
      <div className="row">
        {state === 'closed' ? (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconEye size={15} aria-hidden />}
            loading={show.isPending}
            onClick={() => show.mutate()}
          >
            {t('view.show')}
          </Button>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconEyeOff size={15} aria-hidden />}
            onClick={() => setState(state === 'clear' ? 'blurred' : 'clear')}
          >
            {t(state === 'clear' ? 'view.blur' : 'view.clear')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** Decoded to plain sound and played once; it stops when the page is left. */
function Sound({ address }: { address: string }) {
  const { t } = useTranslation('wb-desk')
  const playing = useRef<AudioContext>(null)
  const [isPlaying, setPlaying] = useState(false)
  const stop = (): void => {
    void playing.current?.close()
    playing.current = null
    setPlaying(false)
  }
  useEffect(() => () => void playing.current?.close(), [])
  const play = useDeed({
    run: async () => {
      const context = new AudioContext()
      const source = context.createBufferSource()
      source.buffer = await context.decodeAudioData(await bytesAt(address))
      source.connect(context.destination)
      source.addEventListener('ended', stop)
      source.start()
      return context
    },
    after: (context) => {
      playing.current = context
      setPlaying(true)
    },
  })
  return (
    <div>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={
          isPlaying ? <IconPlayerStop size={15} aria-hidden /> : <IconPlayerPlay size={15} aria-hidden />
        }
        loading={play.isPending}
        onClick={() => (isPlaying ? stop() : play.mutate())}
      >
        {t(isPlaying ? 'view.stop' : 'view.play')}
      </Button>
    </div>
  )
}
