/**
 * A small assembler for WebAssembly: expressions and statements as strings of bytes (which V8 concatenates at no cost), put together by functions, and the module around
 * them. Only what the kernel needs: 32-bit integers, a few 64-bit ones, one imported memory.
 * https://webassembly.github.io/spec/core/binary/
 */

/** Instructions, a character a byte. As an expression they leave one value; as a statement none. */
export type Code = string;

const I32 = '\x7f';
const I64 = '\x7e';
const NO_RESULT = '\x40';

const LOOP = '\x03';
const IF = '\x04';
const ELSE = '\x05';
const END = '\x0b';
const BR_IF = '\x0d';
const RETURN = '\x0f';
const CALL = '\x10';
const LOCAL_GET = '\x20';
const LOCAL_SET = '\x21';
const LOCAL_TEE = '\x22';

function unsigned(n: number): Code {
  let code = '';
  let rest = n;
  while (rest >= 128) {
    code += String.fromCharCode((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return code + String.fromCharCode(rest);
}

function signed(n: bigint): Code {
  let code = '';
  let rest = n;
  for (;;) {
    const byte = Number(rest & 127n);
    rest >>= 7n;
    if ((rest === 0n && byte < 64) || (rest === -1n && byte >= 64)) return code + String.fromCharCode(byte);
    code += String.fromCharCode(byte | 128);
  }
}

function binary(opcode: number): (a: Code, b: Code) => Code {
  const instruction = String.fromCharCode(opcode);
  return (a, b) => a + b + instruction;
}

/** The constant `n`, a 32-bit integer. */
export function int(n: number): Code {
  return `\x41${signed(BigInt(n | 0))}`;
}

/** The 64-bit constant `n`. */
export function long(n: bigint): Code {
  return `\x42${signed(BigInt.asIntN(64, n))}`;
}

export const add = binary(0x6a);
export const sub = binary(0x6b);
export const and = binary(0x71);
export const or = binary(0x72);
export const shl = binary(0x74);
/** Shifts zeros in. */
export const shr = binary(0x76);
export const eq = binary(0x46);
export const ne = binary(0x47);
/** Signed. */
export const le = binary(0x4c);
/** Unsigned. */
export const below = binary(0x49);
export const above = binary(0x4b);
export const and64 = binary(0x83);
export const or64 = binary(0x84);
export const shl64 = binary(0x86);
export const shr64 = binary(0x88);

/** Whether an expression is 0. */
export function not(a: Code): Code {
  return `${a}\x45`;
}

export function isZero64(a: Code): Code {
  return `${a}\x50`;
}

/** `a` where `condition` is not 0, else `b`; both are evaluated. */
export function select(condition: Code, a: Code, b: Code): Code {
  return `${a}${b}${condition}\x1b`;
}

/** `a` where `condition` is not 0, else `b`; only that one is evaluated. */
export function choose(condition: Code, a: Code, b: Code): Code {
  return condition + IF + I32 + a + ELSE + b + END;
}

/** The word at byte address `at` + `offset`; `offset` is unsigned. */
export function load(at: Code, offset = 0): Code {
  return `${at}\x28\x02${unsigned(offset)}`;
}

export function store(at: Code, value: Code, offset = 0): Code {
  return `${at}${value}\x36\x02${unsigned(offset)}`;
}

export function loadByte(at: Code, offset = 0): Code {
  return `${at}\x2d\x00${unsigned(offset)}`;
}

export function storeByte(at: Code, value: Code, offset = 0): Code {
  return `${at}${value}\x3a\x00${unsigned(offset)}`;
}

export function load64(at: Code, offset = 0): Code {
  return `${at}\x29\x03${unsigned(offset)}`;
}

export function store64(at: Code, value: Code, offset = 0): Code {
  return `${at}${value}\x37\x03${unsigned(offset)}`;
}

/** Adds 1 to the double at a fixed byte address. */
export function countDouble(at: number): Code {
  return `${int(at)}${int(at)}\x2b\x03\x00\x44\0\0\0\0\0\0\xf0\x3f\xa0\x39\x03\x00`;
}

/** Statements one after the other. */
export function sequence(...codes: readonly Code[]): Code {
  return codes.join('');
}

export function when(condition: Code, then: Code, otherwise?: Code): Code {
  return condition + IF + NO_RESULT + then + (otherwise === undefined ? '' : ELSE + otherwise) + END;
}

/** A loop; tests before the first round and behind each. */
export function whilst(condition: Code, ...body: readonly Code[]): Code {
  return when(condition, `${LOOP}${NO_RESULT}${body.join('')}${condition}${BR_IF}\0${END}`);
}

/** Leaves the function, with its result if it has one. */
export function giveBack(value: Code = ''): Code {
  return value + RETURN;
}

/** A function to call: its results are left as an expression. */
export interface Callable {
  readonly index: number;
}

export function call(callee: Callable, ...args: readonly Code[]): Code {
  return args.join('') + CALL + unsigned(callee.index);
}

/** A parameter or variable of a function. */
export class Local {
  /** Its value. */
  readonly value: Code;

  constructor(private readonly index: number) {
    this.value = LOCAL_GET + unsigned(index);
  }

  set(value: Code): Code {
    return value + LOCAL_SET + unsigned(this.index);
  }

  /** Sets it, and is the value. */
  tee(value: Code): Code {
    return value + LOCAL_TEE + unsigned(this.index);
  }
}

/** A function under construction. */
export class FunctionBody {
  longs = 0;
  ints = 0;

  constructor(
    private readonly parameters: number,
    /** The function itself. */
    readonly self: Callable,
  ) {}

  /** A new variable, 0 at first. */
  local(): Local {
    if (this.longs > 0) throw new Error('64-bit variables come last');
    return new Local(this.parameters + this.ints++);
  }

  local64(): Local {
    return new Local(this.parameters + this.ints + this.longs++);
  }
}

interface Signature {
  name: string;
  parameters: number;
  result: boolean;
}

function vector(items: readonly Code[]): Code {
  return unsigned(items.length) + items.join('');
}

function text(s: string): Code {
  return unsigned(s.length) + s;
}

function section(id: number, items: readonly Code[]): Code {
  const body = vector(items);
  return String.fromCharCode(id) + unsigned(body.length) + body;
}

/** A module over one imported memory (`env.memory`). Imports are declared before functions. */
export class ModuleWriter {
  private readonly imports: Signature[] = [];
  private readonly functions: Signature[] = [];
  private readonly bodies: Code[] = [];

  /** A host function `env.name` of so many 32-bit parameters, with a 32-bit result or none. */
  import(name: string, parameters: number, result: boolean): Callable {
    if (this.functions.length > 0) throw new Error('imports come first');
    this.imports.push({ name, parameters, result });
    return { index: this.imports.length - 1 };
  }

  /** An exported function of 32-bit parameters. With a result its code must end with a value or `giveBack`. */
  function(name: string, parameters: number, result: boolean, build: (body: FunctionBody, ...parameters: Local[]) => Code): Callable {
    const index = this.imports.length + this.functions.length;
    this.functions.push({ name, parameters, result });
    const body = new FunctionBody(parameters, { index });
    const code = build(body, ...Array.from({ length: parameters }, (_, i) => new Local(i)));
    const whole = vector([unsigned(body.ints) + I32, unsigned(body.longs) + I64]) + code + END;
    this.bodies.push(unsigned(whole.length) + whole);
    return { index };
  }

  /** The module's bytes. */
  bytes(): Uint8Array<ArrayBuffer> {
    const { imports, functions, bodies } = this;
    const types = [...imports, ...functions].map(
      ({ parameters, result }) => `\x60${vector(Array(parameters).fill(I32))}${vector(result ? [I32] : [])}`,
    );
    const memory = `${text('env')}${text('memory')}\x02\x00\x01`;
    const imported = imports.map(({ name }, i) => `${text('env')}${text(name)}\x00${unsigned(i)}`);
    const defined = functions.map((_, i) => unsigned(imports.length + i));
    const exported = functions.map(({ name }, i) => `${text(name)}\x00${defined[i]}`);
    const code = `\0asm\x01\0\0\0${section(1, types)}${section(2, [memory, ...imported])}${section(3, defined)}${section(7, exported)}${section(10, bodies)}`;
    const bytes = new Uint8Array(code.length);
    for (let i = 0; i < code.length; i++) bytes[i] = code.charCodeAt(i);
    return bytes;
  }
}
