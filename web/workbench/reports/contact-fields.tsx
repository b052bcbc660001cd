import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ContactAddress, SafeContact } from '#intake'
import { useReading } from '../../ui/reading.ts'

export type Contact = SafeContact
type Hours = ContactAddress['hours'][number]

const kinds = ['phone', 'text', 'messenger', 'email', 'in_person', 'through_somebody'] as const
const safety = ['yes', 'ask_first', 'no'] as const

export const emptyContact: Contact = {
  timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  addresses: [],
}
const emptyAddress: ContactAddress = { kind: 'phone', address: '', safe: 'ask_first', hours: [], note: '' }
const emptyHours: Hours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '12:00', safe: 'yes' }

type Props = { contact: Contact; change: (contact: Contact) => void }

/** Every address with its own word on whether it is safe, and every hour. Nothing said is 'ask first', never 'yes'. */
export function ContactFields({ contact, change }: Props) {
  const { t } = useTranslation('wb-desk')
  const put = (addresses: ContactAddress[]): void => change({ ...contact, addresses })
  return (
    <div className="stack-small">
      {contact.addresses.map((address, i) => (
        <AddressFields
          // Rows have no other name than their place; they are only added at the end and taken out.
          // oxlint-disable-next-line react/no-array-index-key
          key={i}
          address={address}
          change={(next) => put(contact.addresses.map((one, at) => (at === i ? next : one)))}
          remove={() => put(contact.addresses.filter((_, at) => at !== i))}
        />
      ))}
      <div>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={15} aria-hidden />}
          disabled={contact.addresses.length >= 10}
          onClick={() => put([...contact.addresses, emptyAddress])}
        >
          {t('contact.add')}
        </Button>
      </div>
    </div>
  )
}

type One = { address: ContactAddress; change: (next: ContactAddress) => void; remove: () => void }

function AddressFields({ address, change, remove }: One) {
  const { t } = useTranslation('wb-desk')
  const hours = address.hours
  const putHours = (next: Hours[]): void => change({ ...address, hours: next })
  return (
    <fieldset className="contact-address">
      <legend className="small">{t('contact.legend')}</legend>
      <div className="row">
        <Select
          label={t('contact.kind')}
          allowDeselect={false}
          data={kinds.map((value) => ({ value, label: t(`contact.kinds.${value}`) }))}
          value={address.kind}
          onChange={(kind) => kind && change({ ...address, kind })}
        />
        <TextInput
          label={t('contact.address')}
          required
          maxLength={300}
          autoComplete="off"
          dir="auto"
          data-private=""
          value={address.address}
          onChange={(event) => change({ ...address, address: event.currentTarget.value })}
        />
        <SafeSelect value={address.safe} change={(safe) => change({ ...address, safe })} />
      </div>
      <TextInput
        label={t('contact.note')}
        maxLength={500}
        dir="auto"
        value={address.note}
        onChange={(event) => change({ ...address, note: event.currentTarget.value })}
      />
      {hours.map((one, i) => (
        <HoursFields
          // oxlint-disable-next-line react/no-array-index-key
          key={i}
          hours={one}
          change={(next) => putHours(hours.map((each, at) => (at === i ? next : each)))}
          remove={() => putHours(hours.filter((_, at) => at !== i))}
        />
      ))}
      <div className="row">
        <Button size="compact-sm" variant="subtle" onClick={() => putHours([...hours, emptyHours])}>
          {t('contact.addHours')}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconTrash size={15} aria-hidden />}
          onClick={remove}
        >
          {t('contact.remove')}
        </Button>
      </div>
    </fieldset>
  )
}

function SafeSelect(props: { value: Hours['safe']; change: (safe: Hours['safe']) => void }) {
  const { t } = useTranslation('wb-desk')
  return (
    <Select
      label={t('contact.safe')}
      allowDeselect={false}
      data={safety.map((value) => ({ value, label: t(`contact.safety.${value}`) }))}
      value={props.value}
      onChange={(next) => next && props.change(next)}
    />
  )
}

function HoursFields(props: { hours: Hours; change: (next: Hours) => void; remove: () => void }) {
  const { hours, change, remove } = props
  const { t } = useTranslation('wb-desk')
  const { language } = useReading()
  // The first of January 2024 was a Monday.
  const dayName = (day: number): string =>
    new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day))
  return (
    <div className="row">
      <Checkbox.Group
        label={t('contact.days')}
        value={hours.days.map(String)}
        onChange={(days) =>
          days.length > 0 && change({ ...hours, days: days.map(Number).toSorted((a, b) => a - b) })
        }
      >
        <div className="row">
          {[1, 2, 3, 4, 5, 6, 7].map((day) => (
            <Checkbox key={day} value={String(day)} label={dayName(day)} size="xs" />
          ))}
        </div>
      </Checkbox.Group>
      <TextInput
        type="time"
        label={t('contact.from')}
        required
        value={hours.from}
        onChange={(event) => change({ ...hours, from: event.currentTarget.value })}
      />
      <TextInput
        type="time"
        label={t('contact.to')}
        required
        value={hours.to}
        onChange={(event) => change({ ...hours, to: event.currentTarget.value })}
      />
      <SafeSelect value={hours.safe} change={(safe) => change({ ...hours, safe })} />
      <Button size="compact-sm" variant="subtle" color="gray" onClick={remove}>
        {t('contact.removeHours')}
      </Button>
    </div>
  )
}
