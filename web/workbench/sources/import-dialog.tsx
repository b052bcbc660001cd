import { Button, FileInput, Modal, Select, TextInput } from '@mantine/core'
import { IconFile } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../../ui/page.tsx'
import { api } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { type LiveImport, useMappings } from './source-queries.ts'

const formats = ['ads-csv', 'ads-jsonl', 'incidents-csv', 'glotip-csv', 'ctdc-csv'] as const

/** Brings in a file: what it is, how its columns are read, and under which name its rows are kept. */
export function ImportDialog({ close, begun }: { close: () => void; begun: () => void }) {
  const { t } = useTranslation('wb-sources')
  const { data: mappings } = useMappings()
  const [file, setFile] = useState<File | null>(null)
  const [format, setFormat] = useState<string>('ads-csv')
  const [mapping, setMapping] = useState<string | null>(null)
  const [source, setSource] = useState('')
  const fitting = mappings?.filter((one) => one.formats.some((name) => name === format)) ?? []
  const chosen = fitting.find((one) => one.mapping === mapping)
  const start = useDeed({
    run: () =>
      api.post<LiveImport>('/sources/imports', file, {
        query: { format, fileName: file?.name, mapping, source },
        headers: { 'Content-Type': 'application/octet-stream' },
      }),
    renew: [['sources']],
    after: begun,
  })
  return (
    <Modal opened onClose={close} title={t('import.title')}>
      <form
        className="stack-small"
        onSubmit={(event) => {
          event.preventDefault()
          start.mutate()
        }}
      >
        <FileInput
          label={t('import.file')}
          description={t('import.fileHint')}
          required
          leftSection={<IconFile size={17} aria-hidden />}
          placeholder={t('import.choose')}
          accept=".csv,.jsonl,.ndjson,.gz,text/csv"
          value={file}
          onChange={setFile}
        />
        <Select
          label={t('import.format')}
          allowDeselect={false}
          data={formats.map((id) => ({ value: id, label: t(`format.${id}`) }))}
          value={format}
          onChange={(next) => {
            if (next) setFormat(next)
            setMapping(null)
          }}
        />
        <Select
          label={t('import.mapping')}
          description={t('import.mappingHint')}
          clearable
          placeholder={t('import.usual')}
          data={fitting.map((one) => ({ value: one.mapping, label: one.name }))}
          value={mapping}
          onChange={setMapping}
        />
        {chosen?.about || chosen?.terms ? (
          <Notice>
            <span className="small" lang="en" dir="auto">
              {chosen.about} {chosen.terms}
            </span>
          </Notice>
        ) : null}
        <TextInput
          label={t('import.source')}
          description={t('import.sourceHint')}
          placeholder={chosen?.source ?? ''}
          maxLength={200}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        <p className="small quiet">{t('import.twice')}</p>
        <div className="row">
          <Button type="submit" loading={start.isPending} disabled={file === null}>
            {t('import.begin')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('workbench:state.cancel')}
          </Button>
          {start.isPending ? (
            <span className="small quiet" role="status">
              {t('import.sending')}
            </span>
          ) : null}
        </div>
      </form>
    </Modal>
  )
}
