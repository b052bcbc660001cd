import { Button, Modal, Select, TextInput } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Answer } from '../../ui/states.tsx'
import { type Facts, fetchSheet } from './asking.ts'
import { useLawWords } from './law-words.ts'

const languages = { en: 'English', fr: 'Français', es: 'Español', ar: 'العربية' } as const

type SheetProps = { jurisdiction: string; on: string; person: Facts; code?: string }

/** The rights sheet for the person, in their language: to look at, print and hand over. It bears a code name only. */
export function RightsSheet(props: SheetProps) {
  const { t } = useLawWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPrinter size={16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('sheet.open')}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t('sheet.open')} size="xl">
        <Preview {...props} />
      </Modal>
    </>
  )
}

function Preview({ jurisdiction, on, person, code: given }: SheetProps) {
  const { t } = useLawWords()
  const { i18n } = useTranslation()
  const [language, setLanguage] = useState(i18n.language in languages ? i18n.language : 'en')
  const [code, setCode] = useState(given ?? '')
  const question = { jurisdiction, on, person, language, code }
  const sheet = useQuery({ queryKey: ['law', 'sheet', question], queryFn: () => fetchSheet(question) })
  return (
    <div className="stack">
      <div className="law-ask">
        <Select
          label={t('sheet.language')}
          allowDeselect={false}
          data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          value={language}
          onChange={(next) => next && setLanguage(next)}
        />
        {given === undefined ? (
          <TextInput
            label={t('sheet.code')}
            description={t('sheet.codeOnly')}
            maxLength={40}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        ) : null}
        <Button onClick={() => window.print()} leftSection={<IconPrinter size={16} aria-hidden />}>
          {t('sheet.print')}
        </Button>
      </div>
      <Answer query={sheet}>{(html) => <Paper html={html} />}</Answer>
    </div>
  )
}

/**
 * The server's page inside a shadow root, so that neither style reaches the other. Its style is adopted as an object:
 * the content security policy admits no inline style.
 */
function Paper({ html }: { html: string }) {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const host = frame.current!
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
    // Taken out before parsing: a parsed page stands under this page's policy and would complain about them.
    const styles = [...html.matchAll(/<style>([^]*?)<\/style>/g)].map(([, rules = '']) => rules)
    const page = new DOMParser().parseFromString(html.replaceAll(/<style>[^]*?<\/style>/g, ''), 'text/html')
    const style = new CSSStyleSheet()
    style.replaceSync(styles.join('').replaceAll(/\bbody\b/g, ':host'))
    root.adoptedStyleSheets = [style]
    host.lang = page.documentElement.lang
    host.dir = page.documentElement.dir
    root.replaceChildren(...page.body.childNodes)
  }, [html])
  return <div ref={frame} className="law-paper" />
}
