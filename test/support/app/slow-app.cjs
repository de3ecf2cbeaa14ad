// Slows the app down, if LOOPSCOPE_TEST_SLOW is set. It is loaded into the app's main process before the app itself (`electron -r`).
// Whatever one part of the app sends to another then always comes late, so a test that relies on a fast machine fails on every machine.
// `frames=250`, `worker=120` and `replies=150` are the delays in milliseconds of animation frames, of questions to the worker, and of
// main's answers and notifications. `cpu=8` makes the page compute at an eighth of its speed.

const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { app, ipcMain, session } = require('electron');

const parts = (process.env.LOOPSCOPE_TEST_SLOW ?? '').split(',').map((part) => part.split('='));
const {
  frames = 0,
  worker = 0,
  replies = 0,
  cpu = 1,
} = Object.fromEntries(parts.map(([name, amount]) => [name, Number(amount)]));

/** Runs in the page, before its own code. */
function slowPage(frameMs, workerMs) {
  const later = setTimeout;
  if (frameMs > 0) {
    const [request, cancel] = [requestAnimationFrame, cancelAnimationFrame];
    // The real requests by the numbers that were returned for them, which are those of timers.
    const requested = new Map();
    window.requestAnimationFrame = (callback) => {
      const id = later(() => {
        const real = request((timeMs) => {
          requested.delete(id);
          callback(timeMs);
        });
        requested.set(id, real);
      }, frameMs);
      return id;
    };
    window.cancelAnimationFrame = (id) => {
      clearTimeout(id);
      cancel(requested.get(id) ?? 0);
    };
  }
  if (workerMs > 0) {
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (...message) {
      later(() => postMessage.apply(this, message), workerMs);
    };
  }
}

if (replies > 0) {
  const handle = ipcMain.handle.bind(ipcMain);
  ipcMain.handle = (channel, listener) =>
    handle(channel, async (...values) => {
      const answer = await listener(...values);
      await new Promise((resolve) => setTimeout(resolve, replies));
      return answer;
    });
}

app.on('web-contents-created', (_event, contents) => {
  if (replies > 0) {
    const send = contents.send.bind(contents);
    contents.send = (...message) => {
      setTimeout(() => contents.isDestroyed() || send(...message), replies);
    };
  }
  if (cpu > 1)
    contents.once('dom-ready', () => {
      contents.debugger.attach();
      void contents.debugger.sendCommand('Emulation.setCPUThrottlingRate', { rate: cpu });
    });
});

// A preload script has a world of its own. In the page's world it can run code before the page's own scripts.
app.whenReady().then(() => {
  const filePath = join(app.getPath('userData'), 'slow-page.js');
  const inPage = JSON.stringify(`(${slowPage})(${frames}, ${worker});`);
  writeFileSync(filePath, `require('electron').webFrame.executeJavaScript(${inPage});`);
  const { defaultSession } = session;
  // Before Electron 35 this function had another name.
  if (defaultSession.registerPreloadScript) defaultSession.registerPreloadScript({ type: 'frame', filePath });
  else defaultSession.setPreloads([filePath]);
});
