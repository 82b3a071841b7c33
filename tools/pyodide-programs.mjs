// A process that runs programs on the npm package pyodide, one after the other: a message with a path is answered with what it printed.
import { readFileSync } from 'node:fs';
import { loadPyodide } from 'pyodide';

const decoder = new TextDecoder();
let out = '';
const keep = (bytes) => {
  out += decoder.decode(bytes, { stream: true });
  return bytes.length;
};
const python = await loadPyodide({ args: ['-B'], env: { PYTHONHASHSEED: '0', HOME: '/home' } });
python.setStdout({ write: keep });
python.setStderr({ write: (bytes) => bytes.length });
python.setStdin({ stdin: () => null });
python.runPython('import runpy, sys, gc\nsys.argv = ["/program.py"]');

process.on('message', (path) => {
  out = '';
  let failed = false;
  python.FS.writeFile('/program.py', readFileSync(path));
  try {
    python.runPython(
      'try: _ = runpy.run_path("/program.py", run_name="__main__")\nexcept SystemExit: pass\n_ = None; gc.enable(); gc.collect(); sys.stdout.flush()',
    );
  } catch {
    failed = true;
  }
  process.send({ out, failed });
});
process.send('ready');
