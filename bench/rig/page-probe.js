// @ts-check
/*
 * Runs inside the app's page. Times are `Date.now()`, since the writers' clocks are of other processes on
 * this machine. "Shown" is the frame after the one in which the terminal put the text into its rows: that
 * frame begins when the one with the text has left the page.
 */
(() => {
  /** @param {() => void} then */
  const afterPaint = (then) => void requestAnimationFrame(then)

  /** @param {() => boolean} look true when there is nothing more to wait for @param {Node} root */
  function watch(look, root) {
    const observer = new MutationObserver(() => void (look() && observer.disconnect()))
    observer.observe(root, { childList: true, subtree: true, characterData: true })
    if (look()) observer.disconnect()
  }

  const rows = () => [...document.querySelectorAll('.xterm-rows > div')].reverse()

  /** @type {Map<string, { sentMs: number, seenMs: number }>} */
  const marks = new Map()

  /** Keeps when each `@@name:time@@` was first shown. */
  function watchMarks() {
    const look = () => {
      for (const row of rows()) {
        for (const [, name = '', sent = ''] of (row.textContent ?? '').matchAll(/@@([^:@]+):(\d+)@@/g)) {
          if (marks.has(name)) continue
          const mark = { sentMs: Number(sent), seenMs: 0 }
          marks.set(name, mark)
          afterPaint(() => {
            mark.seenMs = Date.now()
            document.body.dispatchEvent(new Event('bench-mark'))
          })
        }
      }
      return false
    }
    watch(look, document.body)
  }

  /** Resolves with all marks once so many were shown. @param {number} count */
  function whenMarks(count) {
    return new Promise((resolve) => {
      const look = () => {
        const shown = [...marks].map(([name, mark]) => ({ name, ...mark })).filter(({ seenMs }) => seenMs > 0)
        if (shown.length < count) return
        document.body.removeEventListener('bench-mark', look)
        resolve(shown)
      }
      document.body.addEventListener('bench-mark', look)
      look()
    })
  }

  /** Resolves with the time at which the text is shown in any pane. @param {string} text @returns {Promise<number>} */
  function whenShown(text) {
    return new Promise((resolve) => {
      const look = () => {
        if (!rows().some((row) => (row.textContent ?? '').includes(text))) return false
        afterPaint(() => resolve(Date.now()))
        return true
      }
      watch(look, document.body)
    })
  }

  /** From the next click until a pane shows the text (ms). @param {string} text @returns {Promise<number>} */
  function fromClickTo(text) {
    return new Promise((resolve) => {
      const onClick = () => {
        const clickedMs = Date.now()
        void whenShown(text).then((shownMs) => resolve(shownMs - clickedMs))
      }
      document.addEventListener('pointerdown', onClick, { capture: true, once: true })
    })
  }

  /** @param {string} path */
  const paneOf = (path) => /** @type {HTMLElement} */ (document.querySelector(`[data-log-path="${path}"]`))

  /** @type {Promise<number>} */
  let move = Promise.resolve(0)

  /** @param {string} path */
  function watchMove(path) {
    const pane = paneOf(path)
    const first = () => pane.querySelector('.xterm-rows > div')?.textContent ?? ''
    move = new Promise((resolve) => {
      const onClick = () => {
        const clickedMs = performance.now()
        const before = first()
        const look = () => {
          if (first() === before) return false
          afterPaint(() => resolve(performance.now() - clickedMs))
          return true
        }
        watch(look, pane)
      }
      document.addEventListener('pointerdown', onClick, { capture: true, once: true })
    })
  }

  /** @type {Promise<number>} */
  let seen = Promise.resolve(0)

  /** @param {() => boolean} there @param {boolean} [now] */
  function watchInput(there, now = false) {
    seen = new Promise((resolve) => {
      const onInput = () => {
        for (const name of ['pointerdown', 'keydown']) document.removeEventListener(name, onInput, { capture: true })
        const began = performance.now()
        const look = () => {
          if (!there()) return false
          afterPaint(() => resolve(performance.now() - began))
          return true
        }
        watch(look, document.body)
      }
      for (const name of ['pointerdown', 'keydown']) document.addEventListener(name, onInput, { capture: true })
      if (now) onInput()
    })
  }

  const firstRows = () => [...document.querySelectorAll('.xterm-rows > div:first-child')].map((row) => row.textContent ?? '').join('\n')

  /** @param {boolean} [now] */
  function watchRows(now) {
    const before = firstRows()
    watchInput(() => firstRows() !== before && firstRows().trim() !== '', now)
  }

  /** @param {string} selector */
  function watchElement(selector) {
    watchInput(() => document.querySelector(selector) !== null)
  }

  /** @param {number} ms @returns {Promise<number[]>} */
  function framesFor(ms) {
    return new Promise((resolve) => {
      const beganMs = performance.now()
      let lastMs = beganMs
      /** @type {number[]} */
      const frames = []
      /** @param {number} nowMs */
      const frame = (nowMs) => {
        if (nowMs > lastMs) frames.push(nowMs - lastMs)
        lastMs = Math.max(lastMs, nowMs)
        if (nowMs - beganMs < ms) requestAnimationFrame(frame)
        else resolve(frames)
      }
      requestAnimationFrame(frame)
    })
  }

  /** @param {string} path @returns {Promise<number>} */
  function whenCounted(path) {
    const pane = paneOf(path)
    return new Promise((resolve) => {
      const look = () => {
        const count = pane.querySelector('[data-testid="find-count"]')?.textContent ?? ''
        const note = pane.querySelector('[data-testid="find-note"]')?.textContent ?? ''
        if (!/^(\d[\d,]* of )?\d[\d,]*$/.test(count) || !note.startsWith('in the whole log,')) return false
        afterPaint(() => resolve(Date.now()))
        return true
      }
      watch(look, pane)
    })
  }

  /** @type {Map<number, number>} */
  const interactions = new Map()
  let clicks = 0

  /** Counts clicks, and keeps how long each took to its next paint (Event Timing; 8 ms steps, 16 ms and more). */
  function watchClicks() {
    document.addEventListener('click', () => clicks++, { capture: true })
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { interactionId = 0, duration } = /** @type {PerformanceEntry & { interactionId?: number }} */ (entry)
        if (interactionId > 0) interactions.set(interactionId, Math.max(duration, interactions.get(interactionId) ?? 0))
      }
    })
    observer.observe(/** @type {PerformanceObserverInit} */ ({ type: 'event', durationThreshold: 16 }))
  }

  /** @type {Set<string>} */
  const conditions = new Set()

  /** Keeps every condition that a pane has had. */
  function watchConditions() {
    const look = () => {
      for (const pane of document.querySelectorAll('[data-condition]')) conditions.add(pane.getAttribute('data-condition') ?? '')
    }
    new MutationObserver(look).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-condition'] })
    look()
  }

  Object.assign(window, {
    benchProbe: {
      watchMarks,
      whenMarks,
      whenShown,
      fromClickTo,
      watchMove,
      whenMoved: () => move,
      watchRows,
      watchElement,
      whenSeen: () => seen,
      framesFor,
      whenCounted,
      watchClicks,
      clicks: () => ({ clicks, slowMs: [...interactions.values()] }),
      watchConditions,
      conditions: () => [...conditions],
    },
  })
})()
