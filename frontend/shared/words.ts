/** Words that are said in the browser; everything else is said by the server. */
const ZH = {
  left: '剩 {}',
  over: '已超时 {}',
  soon: '1 分钟以内',
  day: '{} 天',
  days: '{} 天',
  hour: '{} 小时',
  minute: '{} 分',
  remove: '移除',
  place: '我的位置',
  noPlace: '没有得到位置。可以在地图上点一下，或者直接写地址。',
  offline: '连接断了，你填写的内容还在。请稍后再试。',
  failed: '没有成功。请再试一次。',
  noKey: '没有收到通行密钥。请再试一次，或换用其他方式。',
  close: '关闭',
  north: '北',
  zoomIn: '放大',
  zoomOut: '缩小',
  zoomKey: '按住 {} 键再滚动，可以缩放地图',
  twoFingers: '用两个手指移动地图',
  mine: '我的网格',
  open: '打开',
  running: '时限内',
  near: '临近时限',
  overdue: '已超时',
  paused: '已暂停',
  done: '已办结',
  cluster: '{} 件',
} as const

const EN: Record<keyof typeof ZH, string> = {
  left: '{} left',
  over: '{} over',
  soon: 'less than a minute',
  day: '{} day',
  days: '{} days',
  hour: '{} h',
  minute: '{} min',
  remove: 'Remove',
  place: 'My place',
  noPlace: 'Your place is not known. Tap the map, or write the address.',
  offline: 'The connection was lost. What you typed is still here; try again in a moment.',
  failed: 'That did not work. Please try again.',
  noKey: 'No passkey was given. Try again, or take another way.',
  close: 'Close',
  north: 'N',
  zoomIn: 'Closer',
  zoomOut: 'Further',
  zoomKey: 'Hold {} and scroll to zoom the map',
  twoFingers: 'Use two fingers to move the map',
  mine: 'My grid',
  open: 'Open',
  running: 'In time',
  near: 'Near the limit',
  overdue: 'Overdue',
  paused: 'Paused',
  done: 'Done',
  cluster: '{} requests',
}

export type Word = keyof typeof ZH
export type Language = 'zh' | 'en'

/** The language of the page. */
export function language(): Language {
  return document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'
}

/** A word in a language, with its gap filled. */
export function say(word: Word, filling: string | number = '', tongue = language()): string {
  return (tongue === 'zh' ? ZH : EN)[word].replace('{}', String(filling))
}
