import { expect, it } from 'vitest'
import { readLink } from '@shared/links'
import { templateSnippet } from './template-snippet'

/** The address that Terraform makes of the snippet, for a workspace of kim's. */
function addressOf(snippet: string): string {
  const url = /url = join\("", \[([^]*?)\n {2}\]\)/.exec(snippet)?.[1] ?? ''
  const parts = url.split('\n').map((line) => line.trim().replace(/,$/, '')).filter((line) => line !== '')
  return parts
    .map((part) => {
      const coded = /^urlencode\("(.*)"\)$/.exec(part)?.[1]
      if (coded === undefined) return JSON.parse(part) as string
      const filled = coded
        .replace('${trimsuffix(data.coder_workspace.me.access_url, "/")}', 'https://coder.example.com')
        .replace('${data.coder_workspace_owner.me.name}', 'kim')
        .replace('${data.coder_workspace.me.name}', 'dev')
      return encodeURIComponent(filled)
    })
    .join('')
}

it('becomes a link that leads to that log', () => {
  expect(readLink(addressOf(templateSnippet({ agent: 'gpu', path: '/tmp/coder-startup-script.log' })))).toEqual({
    target: 'coder:https://coder.example.com/kim/dev',
    agent: 'gpu',
    path: '/tmp/coder-startup-script.log',
    offset: 0,
    runMs: null,
  })
})

it('lets no name or path become a part of the template', () => {
  const path = '/tmp/a"b${file("/etc/passwd")}%{ if true }\'\\n ü.log'
  const snippet = templateSnippet({ agent: 'x" } resource', path })
  expect(snippet).toContain('coder_agent.main.id')
  expect(readLink(addressOf(snippet))?.path).toBe(path)
  const log = /&log=([^"]*)&offset=0"/.exec(snippet)?.[1] ?? '"'
  expect(log).toMatch(/^[A-Za-z0-9%._~!*()-]+$/)
})
