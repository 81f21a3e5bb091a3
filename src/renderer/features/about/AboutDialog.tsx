import { useBridge } from '@/bridge'
import { useLaunch } from '@/features/launch'
import { Button } from '@/ui'
import { Dialog } from '@/ui/Dialog'
import { runtimeFacts } from './runtime-facts'
import './about.css'

/** What runs here, under which licence, and how a newer version is found: nothing is looked for or fetched unasked. */
export function AboutDialog({ onClose }: { onClose: () => void }) {
  const bridge = useBridge()
  const launch = useLaunch((state) => state.launch)
  const facts = runtimeFacts(launch?.version ?? '', navigator.userAgent)
  return (
    <Dialog title={`Tailpane ${launch?.version ?? ''}`} description="Reads and follows the startup and agent logs of remote workspaces." onClose={onClose}>
      <dl className="about-facts selectable" data-testid="about">
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>Licence</dt>
          <dd>
            MIT, free software. Those of all parts stand beside the installed program, in <span className="mono">THIRD-PARTY-LICENSES.txt</span>.
          </dd>
        </div>
        <div>
          <dt>Updates</dt>
          <dd>
            There is no automatic update, and nothing looks for one. A newer version comes from where this one came from: the package or the source that you
            got. <span className="mono">CHANGELOG.md</span> there says what changed.
          </dd>
        </div>
      </dl>
      {launch?.runtimeNote && <p className="field-hint">{launch.runtimeNote}: for tests only, not for release.</p>}
      <div className="dialog-actions">
        <Button onClick={() => void bridge.invoke('clipboard.write', { text: facts.map(({ name, value }) => `${name}: ${value}`).join('\n') })}>Copy versions</Button>
        <Button look="primary" onClick={onClose}>
          Close
        </Button>
      </div>
    </Dialog>
  )
}
