import { Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { S } from '../../core/static.ts';
import type { HostStat } from '../../host/host.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { newInt, newIntBig } from '../../numbers/int-object.ts';
import { makeStructSequence, newStructSequence } from '../../types/struct-sequence.ts';

const FIELDS = [
  'st_mode',
  'st_ino',
  'st_dev',
  'st_nlink',
  'st_uid',
  'st_gid',
  'st_size',
  null,
  null,
  null,
  'st_atime',
  'st_mtime',
  'st_ctime',
  'st_atime_ns',
  'st_mtime_ns',
  'st_ctime_ns',
  'st_blksize',
  'st_blocks',
  'st_rdev',
] as const;

/** Times that were not given are the whole seconds. CPython: Modules/posixmodule.c statresult_new */
function completeTimes(rt: Runtime, op: number): void {
  for (let i = 7; i < 10; i++) {
    const at = op + Tuple.items + 2 * (i + 3);
    if (rt.H[at] === S.None) rt.setSlot(at, rt.newRef(rt.H[op + Tuple.items + 2 * i]!));
  }
}

/** The type os.stat_result, borrowed. */
export function statResultType(rt: Runtime): number {
  return rt.stateOf('os.stat_result', () => ({
    type: makeStructSequence(rt, { name: 'os.stat_result', fields: FIELDS, visible: 10, complete: completeTimes }),
  })).type;
}

/** os.stat_result of a file. CPython: Modules/posixmodule.c _pystat_fromstructstat */
export function newStatResult(rt: Runtime, s: HostStat): Owned {
  const type = statResultType(rt);
  const seconds = (ns: bigint) => (): Owned => newInt(rt, Number(ns / 1_000_000_000n));
  return newStructSequence(rt, type, [
    () => newInt(rt, s.mode),
    () => newIntBig(rt, BigInt(s.ino)),
    () => newInt(rt, s.dev),
    () => newInt(rt, s.nlink),
    () => newInt(rt, s.uid),
    () => newInt(rt, s.gid),
    () => newInt(rt, s.size),
    seconds(s.atimeNs),
    seconds(s.mtimeNs),
    seconds(s.ctimeNs),
    () => newFloat(rt, Number(s.atimeNs) / 1e9),
    () => newFloat(rt, Number(s.mtimeNs) / 1e9),
    () => newFloat(rt, Number(s.ctimeNs) / 1e9),
    () => newIntBig(rt, s.atimeNs),
    () => newIntBig(rt, s.mtimeNs),
    () => newIntBig(rt, s.ctimeNs),
    () => newInt(rt, 4096),
    () => newInt(rt, Math.ceil(s.size / 512)),
    () => newInt(rt, 0),
  ]);
}
