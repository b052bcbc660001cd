import './page.css'
import { IconChevronLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'

type PageProps = {
  title: string
  /** One line under the title: the question this page answers. */
  lead?: ReactNode
  /** Where this page hangs: the list it was opened from. */
  back?: { to: string; label: string }
  badges?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** A page of the workbench: its title, its main actions, its content. */
export function Page({ title, lead, back, badges, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Asylia`
  }, [title])
  return (
    <div className="page">
      <header className="page-head">
        <div>
          {back ? (
            <Link to={back.to} className="page-trail">
              <IconChevronLeft size={16} aria-hidden />
              {back.label}
            </Link>
          ) : null}
          <div className="row">
            <h1>{title}</h1>
            {badges}
          </div>
          {lead ? <div className="page-lead">{lead}</div> : null}
        </div>
        {actions ? <div className="row">{actions}</div> : null}
      </header>
      {children}
    </div>
  )
}

/** A short mark with a meaning; never told by colour alone: give it words, and an icon where it warns. */
export function Badge(props: {
  tone?: 'plain' | 'accent' | 'clock' | 'danger'
  icon?: ReactNode
  children: ReactNode
}) {
  return (
    <span className={`badge badge-${props.tone ?? 'plain'}`}>
      {props.icon}
      {props.children}
    </span>
  )
}

/** Something to know before reading on. */
export function Notice(props: {
  tone?: 'accent' | 'clock' | 'danger'
  icon?: ReactNode
  children: ReactNode
}) {
  return (
    <div className={`notice notice-${props.tone ?? 'accent'}`}>
      {props.icon}
      <div>{props.children}</div>
    </div>
  )
}

/** A few numbers with their names, as a description list. */
export function Figures({ items }: { items: readonly { label: string; value: ReactNode }[] }) {
  return (
    <dl className="figures">
      {items.map(({ label, value }) => (
        <div className="figure" key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Names and values, one under the other; values that are not known are left out by the caller or said to be. */
export function Facts({ items }: { items: readonly (readonly [string, ReactNode] | false | undefined)[] }) {
  return (
    <dl className="facts">
      {items.map((item) =>
        item ? (
          <div key={item[0]} style={{ display: 'contents' }}>
            <dt>{item[0]}</dt>
            <dd>{item[1]}</dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}
