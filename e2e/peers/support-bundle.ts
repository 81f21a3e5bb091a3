/** An agent log as `coder support bundle` takes it: one start whose script ended with this code. */
export function agentLogOf({ exitCode }: { exitCode: number }): string {
  const script = '/tmp/coder-startup-script.log'
  const state = (to: string, from: string): string => `set lifecycle state  current={"state":"${to}","changed_at":"2026-07-10T09:14:00Z"}  last={"state":"${from}","changed_at":"2026-07-10T09:13:59Z"}`
  return [
    '2026-07-10 09:14:00.000 [info]  agent is starting now  url=https://coder.example.com  auth=token  version=v2.35.1',
    `2026-07-10 09:14:00.100 [debu]  ${state('starting', 'created')}`,
    `2026-07-10 09:14:00.200 [info]  running agent script  log_source_id=1b671a64-40d5-491e-99b0-da01ff1f3341  log_path=${script}  script="apt-get install"`,
    `2026-07-10 09:14:41.300 [warn]  ${script} script failed  execution_time=41.1s  exit_code=${exitCode}  error="exit status ${exitCode}"`,
    `2026-07-10 09:14:41.400 [warn]  startup script(s) failed  error="exit status ${exitCode}"`,
    `2026-07-10 09:14:41.500 [debu]  ${state('start_error', 'starting')}`,
    '',
  ].join('\n')
}
