const w = new Worker('worker.js');
const log: unknown[] = [];
(window as unknown as { log: unknown[] }).log = log;
w.onmessage = (e) => log.push(e.data);
w.postMessage({
  kind: 'boot',
  options: {
    model: new URLSearchParams(location.search).get('m') ?? '3.10',
    maxHeapBytes: 256 * 1024 * 1024,
    library: new URL('lib/', location.href).href,
  },
});
(window as unknown as { w: Worker }).w = w;
