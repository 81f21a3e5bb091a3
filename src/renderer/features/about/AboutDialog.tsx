import { useLaunch } from '@/features/launch'
import { Dialog } from '@/ui/Dialog'

export function AboutDialog({ onClose }: { onClose: () => void }) {
  const launch = useLaunch((state) => state.launch)
  return (
    <Dialog title={`Tailpane ${launch?.version ?? ''}`} description="Reads and follows the startup and agent logs of remote workspaces." onClose={onClose}>
      <p>Free software under the MIT licence.</p>
      {launch?.runtimeNote && <p className="field-hint">{launch.runtimeNote}</p>}
    </Dialog>
  )
}
