import { start, type LabelledStart } from './start.test-kit'

/** Downloads, git, logins, containers, services. */
export const networkFailures: LabelledStart[] = [
  start('curl: no name', 'v2.35.1', 6, `
==> code-server
»curl: (6) Could not resolve host: code-server.dev
`),
  start('curl: not found', 'v2.24.3', 22, `
Fetching installer
  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0
»curl: (22) The requested URL returned error: 404
`),
  start('curl: a certificate', 'v0.24.1', 60, `
»curl: (60) SSL certificate problem: unable to get local issuer certificate
More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it.
`),
  start('curl: an early one that did not matter', 'v2.35.1', 7, `
==> Motd
curl: (22) The requested URL returned error: 404
no message of the day, continuing
==> Settings
settings written
==> Extensions
Installing extension 'golang.go'...
Extension 'golang.go' was successfully installed.
==> Licence server
»curl: (7) Failed to connect to licence.corp.example port 8443 after 2 ms: Couldn't connect to server
`),
  start('wget: not found', 'v0.20.0', 8, `
--2023-03-22 07:58:44--  https://releases.example.com/tool-1.2.tar.gz
Resolving releases.example.com (releases.example.com)... 93.184.216.34
Connecting to releases.example.com (releases.example.com)|93.184.216.34|:443... connected.
HTTP request sent, awaiting response... 404 Not Found
»2023-03-22 07:58:44 ERROR 404: Not Found.

`),
  start('retries that give up', 'v2.10.0', 28, `
waiting for the mirror
»curl: (28) Connection timed out after 10001 milliseconds
attempt 1 failed
curl: (28) Connection timed out after 10002 milliseconds
attempt 2 failed
curl: (28) Connection timed out after 10000 milliseconds
attempt 3 failed
the mirror does not answer
`),
  start('git: no key', 'v2.35.1', 128, `
Cloning into '/home/coder/atlas'...
»git@github.com: Permission denied (publickey).
fatal: Could not read from remote repository.

Please make sure you have the correct access rights
and the repository exists.
`),
  start('git: no login', 'v2.2.1', 128, `
Cloning into '/home/coder/atlas'...
»fatal: could not read Username for 'https://github.com': No such device or address
`),
  start('git: no repository', 'v2.24.3', 128, `
Cloning into 'old-tools'...
»remote: Repository not found.
fatal: repository 'https://github.com/acme/old-tools/' not found
`),
  start('git: a branch', 'v2.10.0', 128, `
Cloning into 'wiki'...
»fatal: Remote branch release-9 not found in upstream origin
`),
  start('git: local changes', 'v0.17.4', 1, `
From https://github.com/acme/dotfiles
   1f2e3d4..9a8b7c6  main       -> origin/main
Updating 1f2e3d4..9a8b7c6
»error: Your local changes to the following files would be overwritten by merge:
	.zshrc
Please commit your changes or stash them before you merge.
Aborting
`),
  start('git: host key', 'v0.24.1', 128, `
Cloning into 'infra'...
»Host key verification failed.
fatal: Could not read from remote repository.
`),
  start('docker: not running', 'v2.35.1', 1, `
==> Containers
»Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?
`),
  start('docker: a login', 'v2.24.3', 1, `
Using default tag: latest
»Error response from daemon: pull access denied for acme/dev-db, repository does not exist or may require 'docker login': denied: requested access to the resource is denied
`),
  start('docker: a step', 'v2.35.1', 1, `
#7 [3/5] RUN apt-get update && apt-get install -y libfoo-dev
#7 0.412 Get:1 http://deb.example.com/debian bookworm InRelease [151 kB]
#7 2.731 Reading package lists...
»#7 3.114 E: Unable to locate package libfoo-dev
#7 ERROR: process "/bin/sh -c apt-get update && apt-get install -y libfoo-dev" did not complete successfully: exit code: 100
------
 > [3/5] RUN apt-get update && apt-get install -y libfoo-dev:
------
ERROR: failed to solve: process "/bin/sh -c apt-get update && apt-get install -y libfoo-dev" did not complete successfully: exit code: 100
`),
  start('docker: a port', 'v2.10.0', 125, `
3f1c9d8a0b2e
»docker: Error response from daemon: driver failed programming external connectivity on endpoint db: Bind for 0.0.0.0:5432 failed: port is already allocated.
`),
  start('x509 in go', 'v2.35.1-colour', 1, `
time="2026-07-10T09:13:40Z" level=info msg="logging in"
»time="2026-07-10T09:13:41Z" level=error msg="login failed" error="Post \\"https://vault.corp.example:8200/v1/auth\\": x509: certificate signed by unknown authority"
`),
  start('aws: a token', 'v2.35.1-json', 254, `
Fetching secrets
»An error occurred (ExpiredTokenException) when calling the GetSecretValue operation: The security token included in the request is expired
`),
  start('psql: refused', 'v2.24.3', 2, `
waiting for database
»psql: error: connection to server at "localhost" (127.0.0.1), port 5432 failed: Connection refused
	Is the server running on that host and accepting TCP/IP connections?
`),
  start('an own message', 'v2.35.1', 1, `
Checking prerequisites
✓ git
✓ docker
»ERROR: GITHUB_TOKEN is not set, see the README of this template
Setup failed, see above
`),
  start('a checksum', 'v2.10.0', 1, `
node-v20.11.0-linux-x64.tar.xz
»node-v20.11.0-linux-x64.tar.xz: FAILED
sha256sum: WARNING: 1 computed checksum did NOT match
`),
]
