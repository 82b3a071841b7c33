/**
 * Word offsets inside Python objects: CPython 3.8–3.10 on 64 bits, byte offset / 4.
 * Pointers are word addresses in the low word of their 8-byte slot.
 */

/** PyTypeObject. Slot functions are indices into Runtime.fn (0 = absent). CPython: Include/cpython/object.h */
export const enum Tp {
  /** Owned str; for heap types the same object as ht_name. */
  name = 6,
  basicsize = 8,
  itemsize = 10,
  dealloc = 12,
  getattr = 16,
  setattr = 18,
  repr = 22,
  hash = 30,
  call = 32,
  str = 34,
  getattro = 36,
  setattro = 38,
  /** Buffer protocol provider, see core/buffer.ts. */
  asBuffer = 40,
  flags = 42,
  /** Owned str or 0. */
  doc = 44,
  /** Ty.contract of the memory layer. */
  contract = 46,
  clear = 48,
  richcompare = 50,
  /** Word offset of the weakref list slot in instances, 0 = none. */
  weaklistoffset = 52,
  iter = 54,
  iternext = 56,
  base = 64,
  dict = 66,
  descrGet = 68,
  descrSet = 70,
  /** Word offset of the `__dict__` slot in instances, 0 = none; negative: from the end of a variable-sized object. */
  dictoffset = 72,
  init = 74,
  alloc = 76,
  new = 78,
  isGc = 82,
  bases = 84,
  mro = 86,
  subclasses = 90,
  weaklist = 92,
  del = 94,
  /** Non-zero while attribute caches for this type are valid; 0 = must be assigned anew. */
  versionTag = 96,
  finalize = 98,
  vectorcall = 100,
  /** Words up to here are PyTypeObject (408 bytes). */
  end = 102,

  // the suites of a heap type follow; static types have them too (not counted by __sizeof__)
  amAwait = 102,
  amAiter = 104,
  amAnext = 106,
  amSend = 108,
  nbAdd = 110,
  nbSubtract = 112,
  nbMultiply = 114,
  nbRemainder = 116,
  nbDivmod = 118,
  nbPower = 120,
  nbNegative = 122,
  nbPositive = 124,
  nbAbsolute = 126,
  nbBool = 128,
  nbInvert = 130,
  nbLshift = 132,
  nbRshift = 134,
  nbAnd = 136,
  nbXor = 138,
  nbOr = 140,
  nbInt = 142,
  nbFloat = 146,
  nbInplaceAdd = 148,
  nbInplaceSubtract = 150,
  nbInplaceMultiply = 152,
  nbInplaceRemainder = 154,
  nbInplacePower = 156,
  nbInplaceLshift = 158,
  nbInplaceRshift = 160,
  nbInplaceAnd = 162,
  nbInplaceXor = 164,
  nbInplaceOr = 166,
  nbFloorDivide = 168,
  nbTrueDivide = 170,
  nbInplaceFloorDivide = 172,
  nbInplaceTrueDivide = 174,
  nbIndex = 176,
  nbMatrixMultiply = 178,
  nbInplaceMatrixMultiply = 180,
  mpLength = 182,
  mpSubscript = 184,
  mpAssSubscript = 186,
  sqLength = 188,
  sqConcat = 190,
  sqRepeat = 192,
  sqItem = 194,
  sqAssItem = 198,
  sqContains = 202,
  sqInplaceConcat = 204,
  sqInplaceRepeat = 206,
  /** Heap types: owned str, owned str, owned tuple of slot names or 0, split keys or 0, owned module or 0. */
  htName = 212,
  htQualname = 214,
  htSlots = 216,
  htCachedKeys = 218,
  htModule = 220,
  /** 888 bytes = PyHeapTypeObject of 3.10. Inline array of member descriptors' data follows in heap types. */
  heapEnd = 222,
}

/** tp_flags. CPython: Include/object.h */
export const enum TpFlag {
  HEAPTYPE = 1 << 9,
  BASETYPE = 1 << 10,
  HAVE_VECTORCALL = 1 << 11,
  READY = 1 << 12,
  HAVE_GC = 1 << 14,
  IMMUTABLETYPE = 1 << 8,
  DISALLOW_INSTANTIATION = 1 << 7,
  SEQUENCE = 1 << 5,
  MAPPING = 1 << 6,
  METHOD_DESCRIPTOR = 1 << 17,
  VALID_VERSION_TAG = 1 << 19,
  IS_ABSTRACT = 1 << 20,
  MATCH_SELF = 1 << 22,
  HAVE_FINALIZE = 1 << 0,
  /** Ours: a native type whose instances hold it (Model.heldTypes). */
  HELD = 1 << 2,
  /** Instances of such types hold them. */
  HOLDS = HEAPTYPE | HELD,
  LONG_SUBCLASS = 1 << 24,
  LIST_SUBCLASS = 1 << 25,
  TUPLE_SUBCLASS = 1 << 26,
  BYTES_SUBCLASS = 1 << 27,
  UNICODE_SUBCLASS = 1 << 28,
  DICT_SUBCLASS = 1 << 29,
  BASE_EXC_SUBCLASS = 1 << 30,
  TYPE_SUBCLASS = 1 << 31,
}

/** int: ob_size = digit count with the sign of the number; 30-bit digits, 4 bytes each. */
export const enum Int {
  size = 4,
  digits = 6,
}
/** float: the double at word 4: rt.F64[(op + Float.value) >> 1]. */
export const enum Float {
  value = 4,
}
export const enum Complex {
  real = 4,
  imag = 6,
}
/** tuple: items inline. */
export const enum Tuple {
  size = 4,
  items = 6,
}
/** list: ob_item is a separate block of slots. */
export const enum List {
  size = 4,
  items = 6,
  allocated = 8,
}
/** bytes: ob_shash (2 words), then the bytes and a zero byte. Byte address of the data: (op + Bytes.data) * 4. */
export const enum Bytes {
  size = 4,
  hash = 6,
  data = 8,
}
/**
 * str (PEP 393, compact only). `hash` is -1,-1 while unknown.
 * ASCII: data follows at `asciiData`; other kinds at `data` (wider header), one, two or four bytes a character, then a zero character.
 */
export const enum Str {
  length = 4,
  hash = 6,
  /** bits 0-1 interned (0 no, 1 mortal, 2 immortal), bits 2-4 kind (1, 2, 4), bit 5 compact, bit 6 ascii, bit 7 ready */
  state = 8,
  asciiData = 12,
  data = 18,
}
export const enum Slice {
  start = 4,
  stop = 6,
  step = 8,
}
export const enum Range {
  start = 4,
  stop = 6,
  step = 8,
  length = 10,
}
/** A cell: one slot. */
export const enum Cell {
  contents = 4,
}
/** function. CPython: Include/cpython/funcobject.h (3.10 order) */
export const enum Func {
  globals = 4,
  builtins = 6,
  name = 8,
  qualname = 10,
  code = 12,
  defaults = 14,
  kwdefaults = 16,
  closure = 18,
  doc = 20,
  dict = 22,
  weaklist = 24,
  module = 26,
  annotations = 28,
  typeParams = 30,
  end = 32,
  /** `__annotate__`; only where annotations are computed when asked for (3.14). */
  annotate = 32,
  annotatedEnd = 34,
}
/** Bound method. */
export const enum Method {
  func = 4,
  self = 6,
  weaklist = 8,
  end = 12,
}
/** Builtin function or method; `def` = index into Runtime.methodDefs. */
export const enum CFunc {
  def = 4,
  self = 6,
  module = 8,
  weaklist = 10,
  end = 14,
}
/** BaseException. CPython: Include/cpython/pyerrors.h PyException_HEAD */
export const enum Exc {
  dict = 4,
  args = 6,
  traceback = 8,
  context = 10,
  cause = 12,
  suppressContext = 14,
  end = 16,
}
/** traceback */
export const enum Tb {
  next = 4,
  frame = 6,
  lasti = 8,
  lineno = 9,
  end = 10,
}
/** module */
export const enum Module {
  dict = 4,
  def = 6,
  weaklist = 10,
  name = 12,
  end = 14,
}
/** dict object; tables are described in containers/dict-layout.ts */
export const enum Dict {
  used = 4,
  version = 6,
  keys = 8,
  values = 10,
  /** Not 0: the values are part of an instance, see instance-dict.ts. */
  inline = 11,
  end = 12,
}
/** set and frozenset */
export const enum SetOb {
  fill = 4,
  used = 6,
  mask = 8,
  table = 10,
  hash = 12,
  finger = 14,
  smallTable = 16,
  weaklist = 48,
  end = 50,
}
