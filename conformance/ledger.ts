/**
 * The ledger at every sys.getrefcount of the corpus, in one interpreter: prints one JSON line { ledgers, wrong, vague }.
 * Argument: the model. Bundled and run by ledger.test.ts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerMaker } from '../src/instruments/ledger.ts';
import { watchGetrefcount } from '../src/instruments/watch-getrefcount.ts';
import { nodeHost } from '../src/runtime/host/node-host.ts';
import { TestInterpreter } from '../src/runtime/start-up/test-runtime.ts';

/** Some programs ask 10,000 times in a loop. */
const LEDGERS_EACH = 25;

const [model = '3.10', root = '.'] = process.argv.slice(2);
const folder = join(root, 'conformance/cases/getrefcount');
const interpreter = new TestInterpreter({ model, library: { python: join(root, 'dist/lib/python'), host: nodeHost() } });
const { rt } = interpreter;
const maker = new LedgerMaker(rt);
const wrong: string[] = [];
const vague: string[] = [];
let ledgers = 0;
let running = '';
let asked = 0;
watchGetrefcount(rt, (op) => {
  if (++asked > LEDGERS_EACH) return;
  ledgers++;
  const ledger = maker.make(op);
  if (!ledger.balanced) {
    wrong.push(`${running}: ${ledger.type} ${ledger.value}: count ${ledger.count}, held by ${ledger.entries.map((e) => e.text).join('; ')}`);
  }
  for (const { text } of ledger.entries) if (/undefined|word -?\d+|`\?`/.test(text)) vague.push(`${running}: ${text}`);
});
for (const name of readdirSync(folder).sort()) {
  running = name;
  asked = 0;
  interpreter.run(readFileSync(join(folder, name), 'utf8'));
  interpreter.forget();
}
process.stdout.write(JSON.stringify({ ledgers, wrong, vague }));
