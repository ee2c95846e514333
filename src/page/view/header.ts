import type {VNode} from 'preact'
import {useEffect, useState} from 'preact/hooks'
import type {PageData} from '../../core/contract/page-json.ts'
import {h} from '../h.ts'
import type {Texts} from '../texts/en.ts'

type Theme = 'light' | 'dark'

export interface HeaderProps {
  readonly data: Pick<PageData, 'title' | 'topology' | 'server'>
  readonly texts: Texts
  readonly isLive: boolean
  readonly isConnected: boolean
  readonly theme: Theme
  readonly toggleTheme: () => void
  readonly toggleLanguage: () => void
}

/** Which deployment it is, and how the page is to look. */
export function Header({
  data,
  texts,
  isLive,
  isConnected,
  theme,
  toggleTheme,
  toggleLanguage,
}: HeaderProps): VNode {
  const {title, topology, server} = data
  const state = !isLive ? texts.record : isConnected ? texts.live : texts.lost
  return h(
    'header',
    {class: 'top'},
    h('strong', {title}, title),
    h('span', {class: 'what'}, [topology, server].filter((one) => one !== null).join(' · ')),
    h('em', {class: isLive ? (isConnected ? 'live' : 'lost') : '', role: 'status'}, state),
    h('span', {class: 'space'}),
    h('button', {type: 'button', onClick: toggleLanguage}, texts.other),
    h(
      'button',
      {type: 'button', title: texts.theme, onClick: toggleTheme},
      theme === 'dark' ? texts.light : texts.dark,
    ),
  )
}

/** Light or dark: as the system says, until somebody chooses. */
export function useTheme(): readonly [Theme, () => void] {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const [theme, setTheme] = useState<Theme>(system.matches ? 'dark' : 'light')
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
  }, [theme])
  useEffect(() => {
    const follow = () => setTheme(system.matches ? 'dark' : 'light')
    system.addEventListener('change', follow)
    return () => system.removeEventListener('change', follow)
  }, [])
  return [theme, () => setTheme(theme === 'dark' ? 'light' : 'dark')]
}
