/**
 * Compiled code in .pyc files, which importlib reads and writes as in CPython: `__pycache__/NAME.<cache tag>.pyc` beside the source. The first
 * bytes of such a file say which compiler made it. Here they are those of the build's compiler (`compiler-id` beside the library), so
 * that what another build left behind is compiled anew.
 */
import { dictGetText, dictSetText } from '../containers/dict-object.ts';
import { getAttrText } from '../core/abstract/object.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root } from '../core/static.ts';
import { moduleDict } from '../frames/module-object.ts';
import { HostError } from '../host/host.ts';
import { cacheTag } from '../modules/sys/sys-values.ts';
import { newInt } from '../numbers/int-object.ts';
import { newBytes } from '../text/bytes-object.ts';
import { newStr } from '../text/str-object.ts';

/** What a file begins with: two bytes of the compiler's own, and two that a transfer as text would change. */
const MAGIC_BYTES = 4;

function read(rt: Runtime, path: string): Uint8Array | null {
  try {
    return rt.host.fs!.readFile(path);
  } catch (thrown) {
    if (thrown instanceof HostError) return null;
    throw thrown;
  }
}

/** The bytes that .pyc files of this compiler begin with; null without the file that says it: then importlib's own stay. */
export function compilerMagic(rt: Runtime, path: string): Uint8Array | null {
  const text = rt.host.fs === null ? null : read(rt, path);
  if (text === null) return null;
  const id = Number.parseInt(new TextDecoder().decode(text), 16);
  return Uint8Array.of(id & 0xff, (id >> 8) & 0xff, 13, 10);
}

/** Contents of the .pyc file of a source file for this model, or null: there is none, or another compiler made it. */
export function compiledBeside(rt: Runtime, path: string, magic: Uint8Array | null): Uint8Array | null {
  const [, folder, name] = /^(.*)\/([^/]+)\.py$/.exec(path)!;
  const compiled = read(rt, `${folder}/__pycache__/${name}.${cacheTag(rt)}.pyc`);
  if (compiled === null || magic === null) return compiled;
  return magic.every((byte, i) => compiled[i] === byte) && compiled.length > MAGIC_BYTES ? compiled : null;
}

/** Tells importlib which files are this compiler's. CPython: MAGIC_NUMBER of importlib/_bootstrap_external.py, _imp.pyc_magic_number_token */
export function tellMagic(rt: Runtime, magic: Uint8Array): void {
  const mark = rt.mark();
  const external = rt.own(getAttrText(rt, rt.H[Root.importlib]!, '_bootstrap_external'));
  const dict = moduleDict(rt, external);
  dictSetText(rt, dict, 'MAGIC_NUMBER', rt.own(newBytes(rt, magic)));
  const raw = rt.own(newInt(rt, new DataView(magic.buffer).getUint32(0, true)));
  if (dictGetText(rt, dict, '_RAW_MAGIC_NUMBER') !== 0) dictSetText(rt, dict, '_RAW_MAGIC_NUMBER', raw);
  rt.release(mark);
}

/** From here on modules are compiled another way (language, mechanisms of other releases): their files have another tag. */
export function compileApart(rt: Runtime, variant: string): void {
  const mark = rt.mark();
  const implementation = dictGetText(rt, rt.H[Root.sysDict]!, 'implementation');
  const attributes = rt.own(getAttrText(rt, implementation, '__dict__'));
  dictSetText(rt, attributes, 'cache_tag', rt.own(newStr(rt, `${cacheTag(rt)}-${variant}`)));
  rt.release(mark);
}
