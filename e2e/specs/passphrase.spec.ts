import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../fixtures/test'
import type { AppWindow } from '../pages/app-window'
import { makeKey } from '../peers/openssh'

/** Puts a keyring in the place of the one that a machine without a desktop does not have; nothing of the app is replaced. */
async function lendKeyring(window: AppWindow): Promise<void> {
  await window.app.electron.evaluate(({ safeStorage }) => {
    const turn = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a))
    Object.assign(safeStorage, {
      getSelectedStorageBackend: () => 'gnome_libsecret',
      isEncryptionAvailable: () => true,
      encryptString: (text: string) => turn(Buffer.from(text)),
      decryptString: (sealed: Buffer) => turn(sealed).toString(),
    })
  })
}

test('a passphrase that the person keeps is not asked for again, and can be forgotten', async ({ place, startHost, launch }) => {
  const host = await startHost()
  const key = join(place.dir, 'locked')
  makeKey(key, { passphrase: 'open sesame' })
  appendFileSync(join(host.sshd.dir, 'authorized_keys'), readFileSync(`${key}.pub`, 'utf8'))
  place.writeSshConfig(host.configFor('box', { keyFile: key }))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch()
  await window.resize(1440, 900)
  await lendKeyring(window)
  const open = async (): Promise<void> => {
    await window.sidebar.addWorkspace.click()
    await window.addWorkspace.open('box')
  }
  const close = async (): Promise<void> => {
    await window.sidebar.row('box').first().click({ button: 'right' })
    await window.page.getByRole('menuitem', { name: 'Close workspace' }).click()
    await expect(window.page.getByTestId('pane')).toHaveCount(0)
  }
  const dialog = window.page.getByRole('alertdialog', { name: /^Passphrase/ })
  await open()
  await dialog.getByRole('textbox').fill('open sesame')
  await dialog.getByRole('checkbox', { name: 'Keep it in the keyring of this system' }).check()
  await expect(dialog).toContainText('It is sealed for you on this machine')
  await window.picture('passphrase-keep')
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await window.pane('startup').endsWith('line 20')
  const file = join(place.profile, 'passphrases.json')
  await expect(() => expect(existsSync(file)).toBe(true)).toPass()
  expect(readFileSync(file, 'utf8')).toContain(key)
  expect(readFileSync(file, 'utf8')).not.toContain('open sesame')

  await close()
  await open()
  await window.pane('startup').endsWith('line 20')
  await expect(dialog).toHaveCount(0)

  await window.menu('settings')
  const settings = window.page.getByRole('dialog', { name: 'Settings' })
  const forget = settings.getByRole('button', { name: `Forget the passphrase of ${key}` })
  await forget.scrollIntoViewIfNeeded()
  await window.picture('passphrases-kept')
  await forget.click()
  await expect(forget).toHaveCount(0)
  await window.page.keyboard.press('Escape')
  expect(readFileSync(file, 'utf8')).not.toContain(key)

  await close()
  await open()
  await expect(dialog.getByRole('textbox')).toBeFocused()
})
