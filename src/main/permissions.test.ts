import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import { denyPermissions } from './permissions'

type Handler = (...args: unknown[]) => unknown

it('denies whatever a page asks for, also devices, and downloads nothing', () => {
  const handlers: Record<string, Handler> = {}
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: (handler: Handler) => void (handlers['request'] = handler),
    setPermissionCheckHandler: (handler: Handler) => void (handlers['check'] = handler),
    setDevicePermissionHandler: (handler: Handler) => void (handlers['device'] = handler),
  })
  const app = new EventEmitter()
  denyPermissions(app as never, session as never)

  const answer = vi.fn()
  handlers['request']?.({}, 'media', answer)
  expect(answer.mock.calls).toEqual([[false]])
  expect(handlers['check']?.({}, 'hid', 'tailpane-app://ui')).toBe(false)
  expect(handlers['device']?.({ deviceType: 'usb', origin: 'tailpane-app://ui' })).toBe(false)
  for (const [from, name] of [
    [session, 'will-download'],
    [app, 'select-client-certificate'],
    [app, 'login'],
  ] as const) {
    const event = { preventDefault: vi.fn() }
    from.emit(name, event)
    expect(event.preventDefault, name).toHaveBeenCalledOnce()
  }
})
