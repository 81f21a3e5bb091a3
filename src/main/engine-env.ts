/**
 * What ssh, the programs it starts (ProxyCommand, Match exec) and temporary files need.
 * Everything else of the person's environment (tokens, keys, Node's and Electron's own
 * switches) stays out of the engine, whose children inherit what it has.
 */
const names = new Set([
  'HOME',
  'PATH',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TMPDIR',
  'SSH_AUTH_SOCK',
  'KRB5CCNAME',
  // Where the `coder` command finds its configuration, and the way to its server.
  'CODER_CONFIG_DIR',
  'CODER_URL',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
])

/** Without these no program starts on Windows, or it does not find its home. */
const windowsNames = new Set([
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'PROGRAMFILES(X86)',
  'PROGRAMW6432',
  'USERNAME',
  'USERDOMAIN',
  'COMPUTERNAME',
  'OS',
])

const proxies = /^(?:https?|all|no)_proxy$/
const prefixes = /^(?:LC|XDG)_[A-Z_]+$/

/** The engine's environment, made from the app's. Names on Windows are compared without case. */
export function engineEnvironment(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): Record<string, string> {
  const windows = platform === 'win32'
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) continue
    const compared = windows ? name.toUpperCase() : name
    const wanted = names.has(compared) || prefixes.test(compared) || proxies.test(name) || (windows && windowsNames.has(compared))
    if (wanted) kept[name] = value
  }
  return kept
}
