import { Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { useBoundKeys, useKeys } from '../../ui/use-keys.ts'
import './keys-help.css'

/** What the keyboard does on this page, opened by `?`. */
export function KeysHelp() {
  const { t } = useTranslation('workbench')
  const [isOpen, { open, close }] = useDisclosure()
  useKeys([{ keys: '?', label: t('keys.help'), group: t('keys.everywhere'), run: open }])
  const bound = useBoundKeys()
  const groups = [...new Set(bound.map(({ group }) => group))]
  return (
    <Modal opened={isOpen} onClose={close} title={t('keys.help')} size="lg">
      <div className="keys-groups">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {bound
                .filter((binding) => binding.group === group)
                .map(({ keys, label }) => (
                  <div key={keys + label}>
                    <dt>{label}</dt>
                    <dd className="text-ltr">
                      {keys.split(' ').map((key) => (
                        <kbd key={key}>{key.replace('mod+', 'Ctrl ')}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
