import './plot.css'
import { useElementSize } from '@mantine/hooks'
import type * as Plotting from '@observablehq/plot'
import { useEffect, useRef } from 'react'

type Draw = (plot: typeof Plotting, width: number) => Plotting.PlotOptions

/**
 * A chart. The library is loaded with the first one; each chart needs words that say what it shows, and an equal
 * table somewhere on its page. Time runs from left to right in every language.
 */
export function Plot({ draw, label }: { draw: Draw; label: string }) {
  const { ref, width } = useElementSize<HTMLDivElement>()
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let isGone = false
    if (width > 0) {
      void import('@observablehq/plot').then((plot) => {
        if (isGone) return
        const chart = plot.plot({ width, className: 'asylia-plot', ariaLabel: label, ...draw(plot, width) })
        // Its <style> element says what plot.css says; the content security policy forbids the element.
        for (const style of chart.querySelectorAll('style')) style.remove()
        // Its labels of inner groups name marks, not things; the chart as a whole is one picture with one name.
        for (const group of chart.querySelectorAll('g[aria-label]')) group.removeAttribute('aria-label')
        chart.setAttribute('role', 'img')
        frame.current?.replaceChildren(chart)
      })
    }
    return () => {
      isGone = true
    }
  }, [draw, label, width])
  return (
    <div ref={ref} className="plot-frame">
      <div ref={frame} />
    </div>
  )
}
