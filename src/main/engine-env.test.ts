import { describe, expect, it } from 'vitest'
import { engineEnvironment } from './engine-env'

describe('engineEnvironment', () => {
  it('keeps what ssh needs', () => {
    const needed = { HOME: '/home/me', PATH: '/bin', SSH_AUTH_SOCK: '/tmp/a', LC_ALL: 'C.UTF-8', XDG_RUNTIME_DIR: '/run/me', TMPDIR: '/tmp', https_proxy: 'http://p' }
    expect(engineEnvironment(needed, 'linux')).toEqual(needed)
  })

  it.each([
    'AWS_SECRET_ACCESS_KEY',
    'GITHUB_TOKEN',
    'CODER_SESSION_TOKEN',
    'NPM_TOKEN',
    'NODE_OPTIONS',
    'NODE_EXTRA_CA_CERTS',
    'ELECTRON_RUN_AS_NODE',
    'ELECTRON_RENDERER_URL',
    'LD_PRELOAD',
    'LD_LIBRARY_PATH',
    'DYLD_INSERT_LIBRARIES',
    'SSH_ASKPASS',
    'SSH_ASKPASS_REQUIRE',
    'BASH_ENV',
    'SYSTEMROOT',
    'LC_',
    'XDG_x',
    'MY_HOME',
    'Path',
  ])('leaves %s out', (name) => expect(engineEnvironment({ [name]: 'x', HOME: '/h' }, 'linux')).toEqual({ HOME: '/h' }))

  it('knows the names of Windows in any case, and keeps how they are written', () => {
    const env = { Path: 'C:\\bin', SystemRoot: 'C:\\Windows', ComSpec: 'cmd.exe', UserProfile: 'C:\\me', Secret: 'x', node_options: '-r x' }
    expect(Object.keys(engineEnvironment(env, 'win32'))).toEqual(['Path', 'SystemRoot', 'ComSpec', 'UserProfile'])
  })

  it('leaves out names without a value', () => expect(engineEnvironment({ HOME: undefined, USER: '' }, 'linux')).toEqual({ USER: '' }))
})
