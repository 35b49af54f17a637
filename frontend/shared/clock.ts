import { type Language, say } from './words'

export type Shown = 'running' | 'near' | 'overdue'
export interface Face {
  state: Shown
  text: string
}

const MINUTE = 60_000

/** A length of time with its two largest units; the same words as gewu.ui.words.span. */
export function span(milliseconds: number, tongue: Language): string {
  const minutes = Math.floor(Math.abs(milliseconds) / MINUTE)
  const hours = Math.floor(minutes / 60)
  const days = Math.floor(hours / 24)
  const dayWords = say(days === 1 ? 'day' : 'days', days, tongue)
  if (days >= 7) return dayWords
  if (days) return joined(dayWords, hours % 24 ? say('hour', hours % 24, tongue) : '')
  const minuteWords = minutes % 60 ? say('minute', minutes % 60, tongue) : ''
  if (hours) return joined(say('hour', hours, tongue), minuteWords)
  return minuteWords || say('soon', '', tongue)
}

/** What a running clock shows at a moment. */
export function face(due: Date, now: Date, warn: Date | null, tongue: Language): Face {
  const left = due.getTime() - now.getTime()
  if (left < 0) return { state: 'overdue', text: say('over', span(left, tongue), tongue) }
  const near = warn !== null && now >= warn
  return { state: near ? 'near' : 'running', text: say('left', span(left, tongue), tongue) }
}

function joined(...parts: string[]): string {
  return parts.filter(Boolean).join(' ')
}
