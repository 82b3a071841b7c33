// Live comparison with the npm package pyodide, a real CPython 3.13 for 32-bit WebAssembly: programs that print counts and behaviour, not sizes.
import { readFileSync } from 'node:fs';
import { caseNames, casePath, inParallel, normalized, RECORDED, recorded, run } from '../conformance/runner.mjs';

/** An interpreter of pyodide that runs program after program; each gives what it printed, null when it failed there. */
async function pyodideRunner(loadPyodide) {
  let out = '';
  const decoder = new TextDecoder();
  const python = await loadPyodide({ args: ['-B'], env: { PYTHONHASHSEED: '0', HOME: '/home' } });
  const keep = (bytes) => {
    out += decoder.decode(bytes, { stream: true });
    return bytes.length;
  };
  python.setStdout({ write: keep });
  python.setStderr({ write: (bytes) => bytes.length });
  python.runPython('import runpy, sys, gc\nsys.argv = ["/program.py"]');
  return (path) => {
    out = '';
    python.FS.writeFile('/program.py', readFileSync(path));
    try {
      python.runPython(
        'try: _ = runpy.run_path("/program.py", run_name="__main__")\nexcept SystemExit: pass\n_ = None; gc.enable(); sys.stdout.flush()',
      );
    } catch {
      return null;
    }
    return out;
  };
}

/** Compares the groups' programs under the model 3.13; prints a table, gives the exit code. */
export async function compareWithPyodide(groups, verbose) {
  const { loadPyodide, version } = await import('pyodide');
  console.log(`pyodide ${version} beside the model 3.13; "explained": the native CPython 3.13.0 was recorded with what is printed here`);
  console.log('group         programs   same lines      same or explained');
  const there = await pyodideRunner(loadPyodide);
  let unexplained = 0;
  for (const group of groups.filter((g) => g !== 'sizeof')) {
    const known = recorded(group);
    let lines = 0;
    let same = 0;
    let explained = 0;
    let programs = 0;
    const printed = new Map(caseNames(group).map((name) => [name, there(casePath(group, name))]));
    const results = await inParallel(
      [...printed].map(
        ([name, text]) =>
          async () =>
            text === null ? null : { name, there: text, here: (await run(['--model', '3.13', '-q', casePath(group, name)])).stdout },
      ),
    );
    for (const r of results) {
      if (r === null) continue;
      programs++;
      const a = normalized(r.there).split('\n');
      const b = normalized(r.here).split('\n');
      const native = normalized(known[r.name]?.[RECORDED['3.13']] ?? '').split('\n');
      a.forEach((line, i) => {
        lines++;
        if (line === b[i]) same++;
        else if (native[i] === b[i]) explained++;
        else {
          unexplained++;
          if (verbose) console.log(`  ${group}/${r.name} line ${i + 1}: pyodide ${JSON.stringify(line)}, here ${JSON.stringify(b[i] ?? null)}`);
        }
      });
    }
    const percent = (n) => `${n} of ${lines} (${lines === 0 ? '—' : ((100 * n) / lines).toFixed(1)} %)`;
    console.log(`${group.padEnd(13)} ${String(programs).padEnd(10)} ${percent(same).padEnd(22)} ${percent(same + explained)}`);
  }
  console.log(`${unexplained} lines differ from both`);
  return 0;
}
