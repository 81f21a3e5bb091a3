import './ui/fonts.css'
import './ui/tokens.css'
import './ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import { startShell } from './app/start'
import { ConnectionsContext, createEngineClient } from './bridge'

const bridge = window.tailpane
const engine = createEngineClient({ bridge, window })
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root.')

void startShell(bridge, engine)
createRoot(root).render(
  <StrictMode>
    <ConnectionsContext value={{ bridge, engine }}>
      <App />
    </ConnectionsContext>
  </StrictMode>,
)
