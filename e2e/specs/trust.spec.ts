import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprintOfPublic, makeKey } from '../peers/openssh'
import { expect, test } from '../fixtures/test'
import { TrustAlert } from '../pages/trust-alert'

test('an unknown host key is asked about; refused it is said, accepted it is remembered', async ({ place, startHost, launch }) => {
  const host = await startHost()
  place.writeSshConfig(host.configFor('box'))
  const window = await launch()
  await window.sidebar.addWorkspace.click()
  await window.addWorkspace.open('box')

  await expect(window.hostKey.root).toBeVisible()
  await expect(window.hostKey.root).toHaveAccessibleName('The key of box is not known yet')
  await expect(window.hostKey.value('Host')).toHaveText('box')
  await expect(window.hostKey.value('Address')).toHaveText(`[127.0.0.1]:${host.sshd.port}`)
  await expect(window.hostKey.value('Type')).toHaveText('ED25519')
  await expect(window.hostKey.value('Fingerprint')).toHaveText(host.sshd.hostFingerprint)
  await expect(window.hostKey.refuse).toBeFocused()
  await window.hostKey.refuse.click()
  const tab = window.tab('box')
  await expect(tab.linkBar).toContainText('was not accepted')
  await expect(tab.linkBar).toContainText(host.sshd.hostFingerprint)

  await tab.reconnect.click()
  await window.hostKey.accept.click()
  await window.pane('startup').endsWith('line 20')
  await window.pane('agent').endsWith('agent line 2')
  await expect(tab.linkBar).toHaveCount(0)
  await window.close()
  expect(readFileSync(join(place.profile, 'known_hosts'), 'utf8')).toContain(host.sshd.hostKeyPublic)
  expect(readFileSync(join(place.home, '.ssh', 'known_hosts'), 'utf8')).toBe('')

  const again = await launch({ targets: ['box'] })
  await again.pane('startup').endsWith('line 20')
  await expect(again.hostKey.root).toHaveCount(0)
  await expect(again.statusBar).toContainText('identity by known host')
})

test('a changed host key is refused with both fingerprints, and there is no way past', async ({ place, startHost, launch }) => {
  const host = await startHost()
  place.writeSshConfig(host.configFor('box'))
  makeKey(join(place.dir, 'other'))
  const other = readFileSync(join(place.dir, 'other.pub'), 'utf8').trim().split(' ').slice(0, 2).join(' ')
  place.knowHost(host.sshd.port, other)
  const window = await launch({ targets: ['box'] })
  const tab = window.tab('box')
  const alert = new TrustAlert(window.page, /^The key of box has changed$/)
  await expect(alert.value('It shows')).toContainText(host.sshd.hostFingerprint)
  await expect(alert.value('Known until now')).toContainText(fingerprintOfPublic(other))
  await expect(alert.value('Known until now')).toContainText('known_hosts:1')
  // There is nothing to choose.
  await expect(alert.root.getByRole('button')).toHaveCount(1)
  await window.picture('host-key-changed')
  await alert.close.click()
  await expect(tab.linkBar).toHaveAttribute('data-link', 'failed')
  for (const said of ['has changed', host.sshd.hostFingerprint, fingerprintOfPublic(other), 'known_hosts:1']) await expect(tab.linkBar).toContainText(said)
  await expect(window.hostKey.root).toHaveCount(0)
  // "Try again" is all there is, and it ends the same way.
  await expect(tab.linkBar.getByRole('button')).toHaveCount(1)
  const since = host.sshd.log().length
  await tab.reconnect.click()
  await expect.poll(() => host.sshd.log().slice(since)).toContain('Connection')
  // It is told each time that it happens.
  await alert.close.click()
  await expect(tab.linkBar).toHaveAttribute('data-link', 'failed')
  await expect(tab.linkBar).toContainText('has changed')
  await expect(window.hostKey.root).toHaveCount(0)
  expect(host.sshd.log()).not.toContain('Accepted')
})

test('where the ssh config checks nothing, the window says so in amber', async ({ place, startHost, launch }) => {
  const host = await startHost()
  place.writeSshConfig(host.configFor('box', { extra: ['StrictHostKeyChecking no', 'UserKnownHostsFile /dev/null'] }))
  const window = await launch({ targets: ['box'] })
  await window.pane('startup').endsWith('line 20')
  await expect(window.hostKey.root).toHaveCount(0)
  const said = window.statusBar.getByText('identity not checked (your ssh config)')
  await expect(said).toHaveAttribute('data-tone', 'warn')
})

test('the passphrase of a key is asked for, and the log shows once it is given', async ({ place, startHost, launch }) => {
  const host = await startHost()
  const key = join(place.dir, 'locked')
  makeKey(key, { passphrase: 'open sesame' })
  appendFileSync(join(host.sshd.dir, 'authorized_keys'), readFileSync(`${key}.pub`, 'utf8'))
  place.writeSshConfig(host.configFor('box', { keyFile: key }))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const dialog = window.page.getByRole('alertdialog', { name: /^Passphrase/ })
  const field = dialog.getByRole('textbox')
  await expect(field).toBeFocused()
  await expect(field).toHaveAttribute('type', 'password')
  // Where nothing can keep it, that is said as soon as it is asked for.
  const keep = dialog.getByRole('checkbox', { name: 'Keep it in the keyring of this system' })
  await keep.click()
  await expect(dialog).toContainText('This system has no keyring to keep it in.')
  await expect(keep).toBeDisabled()
  await expect(keep).not.toBeChecked()
  await window.picture('passphrase')
  await field.fill('open sesame')
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await window.pane('startup').endsWith('line 20')
})
