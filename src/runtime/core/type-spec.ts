import type { TypeContract } from '../../memory/type-contract.ts';
import type { BufferProvider } from './buffer.ts';
import type {
  Binary,
  Call,
  Contains,
  DescrGet,
  DescrSet,
  Destructor,
  GetSetSpec,
  HashFunc,
  IndexGet,
  IndexSet,
  Init,
  Inquiry,
  IterNext,
  KeySet,
  LenFunc,
  MemberSpec,
  MethodSpec,
  RichCompare,
  Ternary,
  Unary,
} from './signatures.ts';

/** Slot functions of a type, named after Tp. */
export interface TypeSlots {
  dealloc?: Destructor;
  /** tp_clear, where emptying the declared slots is not enough. */
  clear?: Destructor;
  repr?: Unary;
  hash?: HashFunc;
  call?: Call;
  str?: Unary;
  getattro?: Binary;
  setattro?: KeySet;
  richcompare?: RichCompare;
  iter?: Unary;
  iternext?: IterNext;
  descrGet?: DescrGet;
  descrSet?: DescrSet;
  init?: Init;
  new?: Call;
  del?: Destructor;
  finalize?: Destructor;
  /** Calling the TYPE with the vectorcall convention (no args tuple is made); model flag decides whether it is used. */
  vectorcall?: Call;
  amAwait?: Unary;
  amAiter?: Unary;
  amAnext?: Unary;
  nbAdd?: Binary;
  nbSubtract?: Binary;
  nbMultiply?: Binary;
  nbRemainder?: Binary;
  nbDivmod?: Binary;
  nbPower?: Ternary;
  nbNegative?: Unary;
  nbPositive?: Unary;
  nbAbsolute?: Unary;
  nbBool?: Inquiry;
  nbInvert?: Unary;
  nbLshift?: Binary;
  nbRshift?: Binary;
  nbAnd?: Binary;
  nbXor?: Binary;
  nbOr?: Binary;
  nbInt?: Unary;
  nbFloat?: Unary;
  nbInplaceAdd?: Binary;
  nbInplaceSubtract?: Binary;
  nbInplaceMultiply?: Binary;
  nbInplaceRemainder?: Binary;
  nbInplacePower?: Ternary;
  nbInplaceLshift?: Binary;
  nbInplaceRshift?: Binary;
  nbInplaceAnd?: Binary;
  nbInplaceXor?: Binary;
  nbInplaceOr?: Binary;
  nbFloorDivide?: Binary;
  nbTrueDivide?: Binary;
  nbInplaceFloorDivide?: Binary;
  nbInplaceTrueDivide?: Binary;
  nbIndex?: Unary;
  nbMatrixMultiply?: Binary;
  nbInplaceMatrixMultiply?: Binary;
  mpLength?: LenFunc;
  mpSubscript?: Binary;
  mpAssSubscript?: KeySet;
  sqLength?: LenFunc;
  sqConcat?: Binary;
  sqRepeat?: IndexGet;
  sqItem?: IndexGet;
  sqAssItem?: IndexSet;
  sqContains?: Contains;
  sqInplaceConcat?: Binary;
  sqInplaceRepeat?: IndexGet;
  /** Buffer protocol, see core/buffer.ts. */
  asBuffer?: BufferProvider;
}

/**
 * One description of a native type. From it come the type object, its dict with descriptors and slot wrappers, the memory contract
 * (traverse, clear, audit labels) and, unless `slots.dealloc` says otherwise, the deallocator.
 */
export interface TypeSpec {
  /** tp_name as in CPython: 'int', 'collections.deque', 'itertools.chain'. */
  name: string;
  /** Address of a static type (T.x). Absent: readyType allocates one in the heap. */
  at?: number;
  /** Address of the base type, default object. */
  base?: number;
  /** All bases where there are several (the first is `base`). */
  bases?: readonly number[];
  /** Bytes, as CPython 3.10's tp_basicsize. */
  basicsize: number;
  itemsize?: number;
  /** TpFlag bits beside READY; BASETYPE etc. HAVE_GC comes from contract.gc. */
  flags?: number;
  /** How the memory layer sees an instance. Absent: inherited from base (or no references at all). */
  contract?: Omit<TypeContract, 'name'>;
  slots: TypeSlots;
  methods?: readonly MethodSpec[];
  getset?: readonly GetSetSpec[];
  members?: readonly MemberSpec[];
  /** Word offsets in an instance of the weakref list and dict slots. */
  weaklistoffset?: number;
  dictoffset?: number;
  /** Class attributes that are plain values, e.g. `__hash__ = None` is implied by `hash: null`. */
  unhashable?: boolean;
  doc?: string;
  /** `__text_signature__` of the type. */
  signature?: string;
  /** Value of `__module__` when name has no dot; default 'builtins'. */
  module?: string;
}
