import { expect, test, vi } from 'vitest'
import { startDialogs } from '../shared/dialogs'

test('a shared dialog is called as the button that opened it', () => {
  document.body.innerHTML = `
    <a data-open="move" data-names><svg></svg> Sign for it </a>
    <button type="button" data-open="move">plain</button>
    <dialog id="move"><h2 class="dialog-title">Your step</h2></dialog>`
  const shown = document.querySelector('dialog') as HTMLDialogElement
  shown.showModal = vi.fn()
  startDialogs()
  const title = shown.querySelector('.dialog-title')

  document.querySelector('button')?.click()
  expect(title?.textContent).toBe('Your step')

  document.querySelector('a')?.click()
  expect(title?.textContent).toBe('Sign for it')
  expect(shown.showModal).toHaveBeenCalledTimes(2)
})
