/** What a template's snippet leads to. */
export interface SnippetPlace {
  /** Name of the agent, which is the name of its `coder_agent` in the template as well. */
  agent: string
  /** Absolute path of the log in the workspace. */
  path: string
}

/** The log that every agent writes, for where no pane says which one is meant. */
export const AGENT_LOG: SnippetPlace = { agent: 'main', path: '/tmp/coder-agent.log' }

/**
 * A `coder_app` for a Coder template: a button in the dashboard that opens this log of the person's own workspace in Tailpane, by a link of
 * the form in docs/links.md. Terraform puts in which workspace that is.
 */
export function templateSnippet({ agent, path }: SnippetPlace): string {
  const name = /^[A-Za-z_][\w-]*$/.test(agent) ? agent : AGENT_LOG.agent
  return `# A button in the dashboard that opens the startup of this workspace in Tailpane, where that is installed.
resource "coder_app" "tailpane" {
  agent_id     = coder_agent.${name}.id
  slug         = "tailpane"
  display_name = "Startup logs"
  external     = true
  url = join("", [
    "tailpane://open?v=1&target=",
    urlencode("coder:\${trimsuffix(data.coder_workspace.me.access_url, "/")}/\${data.coder_workspace_owner.me.name}/\${data.coder_workspace.me.name}"),
    "&agent=${name}&log=${encodeURIComponent(path).replaceAll("'", '%27')}&offset=0",
  ])
}

# The template needs these as well, once each:
# data "coder_workspace" "me" {}
# data "coder_workspace_owner" "me" {}
`
}
