import { useQuery } from '@tanstack/react-query'
import type * as Plotting from '@observablehq/plot'
import { useCallback } from 'react'
import type { TreatyStatusAnswer } from '#law'
import { Plot } from '../../ui/plot.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Lines } from '../../ui/states.tsx'
import { codeOf, type Countries, loadOutlines } from '../map/countries.ts'
import { useLawWords } from './law-words.ts'

const standings = ['yes', 'no', 'unknown', 'unlisted'] as const
type Standing = (typeof standings)[number]

/** The world by who is bound: filled, hatched by a heavy outline, dotted; never told by colour alone. */
export function TreatyMap({ answer }: { answer: TreatyStatusAnswer }) {
  const outlines = useQuery({ queryKey: ['outlines'], queryFn: loadOutlines, staleTime: Infinity })
  return (
    <Answer query={outlines} loading={<Lines count={8} />}>
      {(world) => <Drawn answer={answer} world={world} />}
    </Answer>
  )
}

function Drawn({ answer, world }: { answer: TreatyStatusAnswer; world: Countries }) {
  const { t } = useLawWords()
  const { country } = useReading()
  const name = useCallback(
    (standing: Standing): string =>
      t(standing === 'unlisted' ? 'treaties.unlisted' : `treaties.is.${standing}`),
    [t],
  )
  const draw = useCallback(
    (plot: typeof Plotting, width: number) => {
      const standing = new Map<string, Standing>(answer.states.map(({ state, is }) => [state, is]))
      // A complete list that does not name a state says that it is not bound.
      const rest: Standing = answer.complete ? 'no' : 'unlisted'
      const of = (feature: GeoJSON.Feature): Standing => standing.get(codeOf(feature) ?? '') ?? rest
      const title = (feature: GeoJSON.Feature): string =>
        `${country(codeOf(feature) ?? '')}: ${name(of(feature))}`
      const only = (kind: Standing): GeoJSON.Feature[] =>
        world.features.filter((feature) => of(feature) === kind)
      const line = { stroke: 'currentColor', strokeOpacity: 0.45, strokeWidth: 0.5 }
      return {
        height: width * 0.49,
        projection: 'equal-earth' as const,
        marks: [
          plot.geo(only('yes'), { fill: '#0072b2', title, ...line }),
          plot.geo(only('no'), { fill: '#e69f00', title, stroke: 'currentColor', strokeWidth: 1.2 }),
          plot.geo(only('unknown'), {
            fill: '#7f7f7f',
            fillOpacity: 0.35,
            title,
            ...line,
            strokeDasharray: '2,2',
          }),
          plot.geo(only('unlisted'), { fill: 'none', title, ...line, strokeDasharray: '1,3' }),
          plot.sphere({ stroke: 'currentColor', strokeOpacity: 0.3 }),
        ],
      }
    },
    [answer, world, name, country],
  )
  return (
    <>
      <Plot draw={draw} label={t('treaties.map', { title: answer.title })} />
      <ul className="law-legend small">
        {standings
          .filter((one) => one !== 'unlisted' || !answer.complete)
          .map((one) => (
            <li key={one}>
              <span className={`law-swatch law-swatch-${one}`} aria-hidden /> {name(one)}
            </li>
          ))}
      </ul>
    </>
  )
}
