import { Button, Checkbox, Modal, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PartnerService, Shelter } from '#cases'
import { useReading } from '../../ui/reading.ts'
import { api, part } from '../api.ts'
import { offers, tongues } from '../cases/plan/need.tsx'
import { usePartners } from '../cases/plan/plan-queries.ts'
import { useDeed } from '../deeds.tsx'
import { useJurisdictions } from '../law/asking.ts'
import { EligibilityFields } from './eligibility-fields.tsx'

const keptFor = ['women', 'men', 'girls', 'boys', 'family', 'single', 'anyone'] as const
type Room = {
  id?: string
  name: string
  beds: number
  keptFor: (typeof keptFor)[number]
  stepFree: boolean
  outOfUse: boolean
}
const anyone: PartnerService['eligibility'] = {
  sexes: [],
  ageFrom: null,
  ageTo: null,
  families: true,
  unaccompaniedChildren: false,
  nationalities: [],
  statuses: [],
  exploitation: [],
}

/** A shelter and its rooms, new or changed; its address is sealed at once and never shown here again. */
export function ShelterDialog({ shelter, close }: { shelter: Shelter | undefined; close: () => void }) {
  const { t } = useTranslation('wb-plan')
  const { languageName } = useReading()
  const partners = usePartners()
  const jurisdictions = useJurisdictions()
  const [form, setForm] = useState({
    name: shelter?.name ?? '',
    country: shelter?.country ?? '',
    place: '',
    address: '',
    partnerId: shelter?.partnerId ?? null,
    languages: shelter?.languages ?? [],
    offers: shelter?.offers ?? [],
    closesOn: shelter?.closesOn ?? '',
    active: shelter?.active ?? true,
    eligibility: shelter?.eligibility ?? anyone,
  })
  const [rooms, setRooms] = useState<Room[]>(
    shelter?.rooms.map(({ id, name, beds, keptFor: kept, stepFree, outOfUse }) => ({
      id,
      name,
      beds,
      keptFor: kept,
      stepFree,
      outOfUse,
    })) ?? [{ name: '1', beds: 2, keptFor: 'women', stepFree: false, outOfUse: false }],
  )
  const [id] = useState(() => crypto.randomUUID())
  const set = (more: Partial<typeof form>): void => setForm({ ...form, ...more })
  const keep = useDeed({
    async run() {
      const { address, place, ...rest } = form
      const body = { ...rest, closesOn: form.closesOn === '' ? null : form.closesOn, rooms }
      if (shelter === undefined) return api.post('/cases/shelters', { ...body, id, place, address })
      const path = `/cases/shelters/${part(shelter.id)}`
      await api.put(path, { ...body, place: place.trim() === '' ? null : place, version: shelter.version })
      return address.trim() === '' ? undefined : api.put(`${path}/address`, { address })
    },
    done: () => t('workbench:state.saved'),
    renew: [['shelters'], ['cases']],
    after: close,
  })
  const isReady =
    form.name.trim() !== '' && form.country !== '' && (shelter !== undefined || form.place.trim() !== '')
  return (
    <Modal
      opened
      onClose={close}
      closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
      title={shelter?.name ?? t('shelter.add')}
      size="lg"
    >
      <form
        className="stack-small"
        onSubmit={(event) => {
          event.preventDefault()
          keep.mutate()
        }}
      >
        <TextInput
          label={t('shelter.name')}
          description={t('shelter.nameHint')}
          required
          dir="auto"
          value={form.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Select
          label={t('shelter.country')}
          required
          searchable
          data={jurisdictions.data?.jurisdictions.map((one) => ({ value: one.id, label: one.name })) ?? []}
          value={form.country === '' ? null : form.country}
          onChange={(next) => set({ country: next ?? '' })}
        />
        <TextInput
          label={t('shelter.place')}
          description={t('shelter.placeHint')}
          required={shelter === undefined}
          dir="auto"
          value={form.place}
          onChange={(event) => set({ place: event.currentTarget.value })}
        />
        <TextInput
          label={t('shelter.address')}
          description={t('shelter.addressHint')}
          dir="auto"
          autoComplete="off"
          value={form.address}
          onChange={(event) => set({ address: event.currentTarget.value })}
        />
        <Select
          label={t('shelter.runBy')}
          placeholder={t('shelter.ourselves')}
          clearable
          searchable
          data={(partners.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          value={form.partnerId}
          onChange={(partnerId) => set({ partnerId })}
        />
        <MultiSelect
          label={t('need.languages')}
          searchable
          data={tongues.map((code) => ({ value: code, label: languageName(code) }))}
          value={form.languages}
          onChange={(languages) => set({ languages })}
        />
        <MultiSelect
          label={t('need.offers')}
          data={offers.map((one) => ({ value: one, label: t(`offer.${one}`) }))}
          value={form.offers}
          onChange={(chosen) => set({ offers: chosen as Shelter['offers'] })}
        />
        <TextInput
          label={t('shelter.closesOn')}
          type="date"
          value={form.closesOn}
          onChange={(event) => set({ closesOn: event.currentTarget.value })}
        />
        <EligibilityFields rule={form.eligibility} change={(eligibility) => set({ eligibility })} />
        <Rooms rooms={rooms} change={setRooms} />
        <Checkbox
          label={t('shelter.active')}
          checked={form.active}
          onChange={(event) => set({ active: event.currentTarget.checked })}
        />
        <div className="row">
          <Button type="submit" loading={keep.isPending} disabled={!isReady}>
            {t('workbench:state.save')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('workbench:state.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Rooms({ rooms, change }: { rooms: Room[]; change: (rooms: Room[]) => void }) {
  const { t } = useTranslation('wb-plan')
  return (
    <fieldset className="case-fieldset">
      <legend className="small">{t('shelter.rooms')}</legend>
      {rooms.map((room, index) => {
        const set = (more: Partial<Room>): void => change(rooms.with(index, { ...room, ...more }))
        return (
          <div key={room.id ?? `new ${index}`} className="row">
            <TextInput
              size="xs"
              label={t('shelter.roomName')}
              value={room.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <Select
              size="xs"
              label={t('shelter.keptFor')}
              allowDeselect={false}
              data={keptFor.map((one) => ({ value: one, label: t(`keptFor.${one}`) }))}
              value={room.keptFor}
              onChange={(next) => next && set({ keptFor: next, ...(next === 'single' && { beds: 1 }) })}
            />
            <NumberInput
              size="xs"
              label={t('shelter.roomBeds')}
              min={1}
              max={60}
              disabled={room.keptFor === 'single'}
              value={room.beds}
              onChange={(beds) => set({ beds: typeof beds === 'number' ? beds : 1 })}
            />
            <Checkbox
              label={t('need.stepFree')}
              checked={room.stepFree}
              onChange={(event) => set({ stepFree: event.currentTarget.checked })}
            />
            <Checkbox
              label={t('broken.out_of_use')}
              checked={room.outOfUse}
              onChange={(event) => set({ outOfUse: event.currentTarget.checked })}
            />
          </div>
        )
      })}
      <div>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() =>
            change([
              ...rooms,
              { name: String(rooms.length + 1), beds: 2, keptFor: 'women', stepFree: false, outOfUse: false },
            ])
          }
        >
          {t('shelter.addRoom')}
        </Button>
      </div>
    </fieldset>
  )
}
