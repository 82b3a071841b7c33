import { Heap } from '../../memory/heap.ts';
import { models } from '../../models/index.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { PYTHON_ERROR, Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import type { Host } from '../host/host.ts';
import { numberTypes, setUpNumbers } from './specs.ts';

/**
 * A runtime with nothing but numbers, for tests of the algorithms: types have their flags and deallocators only, and an error's
 * message is left in `raised`.
 */
export interface BareRuntime {
  rt: Runtime;
  raised: { type: number; message: string | null };
}

export function bareRuntime(modelName = '3.10'): BareRuntime {
  const model = models.find((candidate) => candidate.name === modelName)!;
  const heap = new Heap({ pymalloc: model.allocator, reserveBytes: 2 ** 30 });
  const rt = new Runtime(heap, model, {} as Host);
  const raised = { type: 0, message: null as string | null };
  rt.hooks.makeException = (_rt, type, message): Owned => {
    raised.type = type;
    raised.message = message;
    throw PYTHON_ERROR;
  };
  for (const type of numberTypes) {
    const flags = (type.flags ?? 0) | TpFlag.READY;
    rt.H[type.at! + Tp.flags] = flags;
    rt.H[type.at! + Tp.dealloc] = rt.slotIndex(type.slots.dealloc!);
    rt.H[type.at! + Tp.base] = type.base ?? T.object;
  }
  setUpNumbers(rt);
  return { rt, raised };
}
