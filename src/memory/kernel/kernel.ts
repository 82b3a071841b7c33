/**
 * The collector's inner loops as WebAssembly over the heap's own memory. V8 compiles them to a third of the instructions that it makes
 * of the same loops in TypeScript (no bounds checks, no overflow checks), at once, and without being thrown back when a branch is taken for
 * the first time. docs/decisions/0011-kernel.md has the measurements.
 *
 * The module is put together for one heap, whose tables' places are constants in it.
 */
import type { Regions } from '../address-space.ts';
import { ModuleWriter } from './assembler.ts';
import { addDeath } from './death-code.ts';
import { addLife } from './life-code.ts';
import { addReachability } from './reachability-code.ts';
import { TableCode } from './slot-code.ts';

/** What the kernel asks of the code around it. */
export interface KernelHost {
  noteBig(op: number): void;
  countOther(op: number): number;
  reachOther(op: number): void;
  dealloc(op: number): void;
  deallocAt(op: number, room: number): void;
  wait(op: number): void;
  free(address: number): void;
}

/** The kernel's functions. Objects and lists are word addresses; see reachability-code.ts, death-code.ts and life-code.ts. */
export interface Kernel {
  /** Counts one reference; 1 when it was to a member. */
  count(ref: number, lowest: number, span: number): number;
  /** Number of members that nothing earlier refers to, the first `limit` noted; -1: State.failed has the count 0. */
  subtractRefs(list: number, lowest: number, span: number, limit: number): number;
  /** The same; notes the first members for markNoted, so that `limit` must be MEMBER_CAPACITY less. */
  subtractYoung(list: number, lowest: number, span: number, limit: number): number;
  /** The same as subtractRefs, reading ahead (read-ahead.ts); writes word Gc.nextFlags of members. */
  subtractFar(list: number, lowest: number, span: number, limit: number): number;
  areHeld(n: number): number;
  reach(ref: number, list: number, lowest: number, span: number, aside: number): void;
  moveUnreachable(list: number, unreachable: number, lowest: number, span: number, survivor: number, aside: number): void;
  markNoted(n: number, mark: number): void;
  setMarks(list: number, mark: number): void;
  clearMarks(pages: number): void;
  /** A Quiet. */
  isQuiet(list: number, full: number): number;
  release(list: number): void;
  sweep(list: number, plain: number): void;
  make(type: number): number;
  die(op: number, room: number): void;
}

/** The kernel of one heap. `smallCount`: see ReachabilityLimits; `poolWords`, `smallBytes`: see Allocator. */
export function makeKernel(
  memory: WebAssembly.Memory,
  regions: Regions,
  host: KernelHost,
  smallCount: number,
  poolWords: number,
  smallBytes: number,
): Kernel {
  const module = new ModuleWriter();
  const table = new TableCode(regions);
  const imports = {
    noteBig: module.import('noteBig', 1, false),
    countOther: module.import('countOther', 1, true),
    reachOther: module.import('reachOther', 1, false),
    dealloc: module.import('dealloc', 1, false),
    deallocAt: module.import('deallocAt', 2, false),
    wait: module.import('wait', 1, false),
    free: module.import('free', 1, false),
  };
  addReachability(module, table, imports, smallCount);
  const free = addDeath(module, table, imports, poolWords);
  addLife(module, table, { ...imports, free }, smallBytes);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.bytes()), {
    env: {
      memory,
      noteBig: (op: number) => host.noteBig(op),
      countOther: (op: number) => host.countOther(op),
      reachOther: (op: number) => host.reachOther(op),
      dealloc: (op: number) => host.dealloc(op),
      deallocAt: (op: number, room: number) => host.deallocAt(op, room),
      wait: (op: number) => host.wait(op),
      free: (address: number) => host.free(address),
    },
  });
  return instance.exports as unknown as Kernel;
}
