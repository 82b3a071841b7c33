import { type CodeData, CodeFlag, HANDLER_STRIDE } from './code.ts';
import { OPCODES, Op } from './opcodes.ts';

/** What lies in a slot of the value stack, as far as it matters to who jumps there. CPython: Objects/frameobject.c enum kind */
export type StackKind = 'object' | 'iterator' | 'exit' | 'except' | 'lasti' | 'previous';

type Shape = readonly StackKind[];

function moved(shape: Shape, n: number): StackKind[] {
  const next = [...shape];
  const top = next.pop()!;
  next.splice(next.length - (n - 1), 0, top);
  return next;
}

/** The stack behind an instruction. */
function after(op: number, arg: number, jump: boolean, shape: Shape): StackKind[] {
  switch (op) {
    case Op.ROT_TWO:
      return moved(shape, 2);
    case Op.ROT_THREE:
      return moved(shape, 3);
    case Op.ROT_FOUR:
      return moved(shape, 4);
    case Op.ROT_N:
      return moved(shape, arg);
    case Op.DUP_TOP:
      return [...shape, shape.at(-1)!];
    case Op.COPY:
      return [...shape, shape.at(-arg)!];
    case Op.GET_ITER:
      return [...shape.slice(0, -1), 'iterator'];
    case Op.BEFORE_WITH:
      return [...shape.slice(0, -1), 'exit', 'object'];
    case Op.PUSH_EXC_INFO:
      return [...shape.slice(0, -1), 'previous', 'except'];
    default: {
      const effect = OPCODES[op]!.effect(arg, jump);
      return effect <= 0 ? shape.slice(0, shape.length + effect) : [...shape, ...new Array<StackKind>(effect).fill('object')];
    }
  }
}

/**
 * What lies on the value stack in front of each instruction, the lowest first; null for instructions that are never reached.
 * CPython: Objects/frameobject.c mark_stacks
 */
export function stackShapes(code: CodeData): (Shape | null)[] {
  const count = code.code.length / 2;
  const shapes: (Shape | null)[] = new Array<Shape | null>(count).fill(null);
  const todo: number[] = [];
  const enter = (at: number, shape: Shape): void => {
    if (at >= count || shapes[at] !== null) return;
    shapes[at] = shape;
    todo.push(at);
  };
  const generator = (code.flags & (CodeFlag.Generator | CodeFlag.Coroutine | CodeFlag.AsyncGenerator)) !== 0;
  enter(0, generator ? ['object'] : []);
  for (let i = todo.pop(); i !== undefined; i = todo.pop()) {
    const op = code.code[2 * i]!;
    const arg = code.code[2 * i + 1]!;
    const shape = shapes[i]!;
    const info = OPCODES[op]!;
    if (info.operand === 'jump') enter(arg, after(op, arg, true, shape));
    if (!info.ends) enter(i + 1, after(op, arg, false, shape));
    const table = code.exceptionTable;
    for (let e = 0; e < table.length; e += HANDLER_STRIDE) {
      if (table[e]! > i || i >= table[e + 1]!) continue;
      const lasti: StackKind[] = table[e + 4] !== 0 ? ['lasti'] : [];
      enter(table[e + 2]!, [...shape.slice(0, table[e + 3]), ...lasti, 'except']);
      break;
    }
  }
  return shapes;
}
