/**
 * The static region of the heap: type objects, singletons, small ints, root slots, the type attribute
 * cache and the native stack, at fixed word addresses (as CPython's static data has), so that the
 * evaluation loop compares with constants. Every interpreter has its own heap, hence its own copy.
 */

/** Words from one static type object to the next. */
export const TYPE_STRIDE = 256;

/** Addresses of the static type objects. */
export const enum T {
  object = 1024,
  type = 1280,
  NoneType = 1536,
  bool = 1792,
  int = 2048,
  float = 2304,
  complex = 2560,
  str = 2816,
  bytes = 3072,
  bytearray = 3328,
  list = 3584,
  tuple = 3840,
  dict = 4096,
  set = 4352,
  frozenset = 4608,
  range = 4864,
  slice = 5120,
  ellipsis = 5376,
  NotImplementedType = 5632,
  function = 5888,
  builtin_function_or_method = 6144,
  method = 6400,
  module = 6656,
  cell = 6912,
  code = 7168,
  frame = 7424,
  traceback = 7680,
  generator = 7936,
  coroutine = 8192,
  async_generator = 8448,
  coroutine_wrapper = 8704,
  async_generator_asend = 8960,
  async_generator_wrapped_value = 9216,
  async_generator_athrow = 9472,
  anext_awaitable = 9728,
  member_descriptor = 9984,
  getset_descriptor = 10240,
  method_descriptor = 10496,
  wrapper_descriptor = 10752,
  method_wrapper = 11008,
  classmethod_descriptor = 11264,
  property = 11520,
  classmethod = 11776,
  staticmethod = 12032,
  super = 12288,
  mappingproxy = 12544,
  list_iterator = 12800,
  list_reverseiterator = 13056,
  tuple_iterator = 13312,
  dict_keyiterator = 13568,
  dict_valueiterator = 13824,
  dict_itemiterator = 14080,
  dict_reversekeyiterator = 14336,
  dict_reversevalueiterator = 14592,
  dict_reverseitemiterator = 14848,
  dict_keys = 15104,
  dict_values = 15360,
  dict_items = 15616,
  set_iterator = 15872,
  str_iterator = 16128,
  str_ascii_iterator = 16384,
  bytes_iterator = 16640,
  bytearray_iterator = 16896,
  range_iterator = 17152,
  longrange_iterator = 17408,
  iterator = 17664,
  callable_iterator = 17920,
  enumerate = 18176,
  reversed = 18432,
  zip = 18688,
  map = 18944,
  filter = 19200,
  memoryview = 19456,
  managedbuffer = 19712,
  weakref = 19968,
  weakproxy = 20224,
  weakcallableproxy = 20480,
  SimpleNamespace = 20736,
  GenericAlias = 20992,
  UnionType = 21248,
  dict_keys_table = 21504,
  EncodingMap = 21760,
  fieldnameiterator = 22016,
  formatteriterator = 22272,
  ast_arena = 22528,
  native_frame = 22784,
  moduledef = 23040,
  instancemethod = 23296,
  InterpreterID = 23552,
  code_constants = 23808,
  BaseException = 24064,
  Exception = 24320,
  TypeError = 24576,
  StopAsyncIteration = 24832,
  StopIteration = 25088,
  GeneratorExit = 25344,
  SystemExit = 25600,
  KeyboardInterrupt = 25856,
  ImportError = 26112,
  ModuleNotFoundError = 26368,
  OSError = 26624,
  EOFError = 26880,
  RuntimeError = 27136,
  RecursionError = 27392,
  NotImplementedError = 27648,
  NameError = 27904,
  UnboundLocalError = 28160,
  AttributeError = 28416,
  SyntaxError = 28672,
  IndentationError = 28928,
  TabError = 29184,
  LookupError = 29440,
  IndexError = 29696,
  KeyError = 29952,
  ValueError = 30208,
  UnicodeError = 30464,
  UnicodeEncodeError = 30720,
  UnicodeDecodeError = 30976,
  UnicodeTranslateError = 31232,
  AssertionError = 31488,
  ArithmeticError = 31744,
  FloatingPointError = 32000,
  OverflowError = 32256,
  ZeroDivisionError = 32512,
  SystemError = 32768,
  ReferenceError = 33024,
  MemoryError = 33280,
  BufferError = 33536,
  Warning = 33792,
  UserWarning = 34048,
  DeprecationWarning = 34304,
  PendingDeprecationWarning = 34560,
  SyntaxWarning = 34816,
  RuntimeWarning = 35072,
  FutureWarning = 35328,
  ImportWarning = 35584,
  UnicodeWarning = 35840,
  BytesWarning = 36096,
  ResourceWarning = 36352,
  EncodingWarning = 36608,
  ConnectionError = 36864,
  BlockingIOError = 37120,
  BrokenPipeError = 37376,
  ChildProcessError = 37632,
  ConnectionAbortedError = 37888,
  ConnectionRefusedError = 38144,
  ConnectionResetError = 38400,
  FileExistsError = 38656,
  FileNotFoundError = 38912,
  IsADirectoryError = 39168,
  NotADirectoryError = 39424,
  InterruptedError = 39680,
  PermissionError = 39936,
  ProcessLookupError = 40192,
  TimeoutError = 40448,
  BaseExceptionGroup = 40704,
  ExceptionGroup = 40960,
  PythonFinalizationError = 41216,
  _IncompleteInputError = 41472,
  memory_iterator = 41728,
}

/** First word after the static type objects. */
export const TYPES_END = 41984;

/** Addresses of the singletons. */
export const enum S {
  None = 110_592,
  NotImplemented = 110_600,
  Ellipsis = 110_608,
  False = 110_616,
  True = 110_624,
}

/** Small ints: value v (-5 … 1024, the model says how far they are used) at SMALL_INT_ZERO + v * 8. */
export const SMALL_INT_ZERO = 112_640;
export const SMALL_INT_MIN = -5;

/** Next type version tag to give out (one word). */
export const TYPE_VERSION = 123_900;

/** Root slots (2 words each): what the interpreter itself holds. */
export const enum Root {
  start = 124_000,
  /** The raised exception while it propagates through native code (tstate->curexc). */
  curexc = 124_000,
  /** The exception being handled (exc_info of the thread, outside generators): type, value, traceback. */
  excType = 124_002,
  excValue = 124_004,
  excTraceback = 124_006,
  /** Frame that is running: owned, as the C stack owns it in CPython. */
  frame = 124_008,
  sysModules = 124_010,
  sysDict = 124_012,
  builtinsDict = 124_014,
  interned = 124_016,
  emptyTuple = 124_018,
  emptyString = 124_020,
  emptyBytes = 124_022,
  emptyFrozenset = 124_024,
  memoryErrors = 124_026,
  astArena = 124_028,
  importlib = 124_030,
  importFunc = 124_032,
  gcGarbage = 124_034,
  gcCallbacks = 124_036,
  codecSearchPath = 124_038,
  codecSearchCache = 124_040,
  codecErrors = 124_042,
  asyncGenFirstiter = 124_044,
  asyncGenFinalizer = 124_046,
  traceFunc = 124_048,
  profileFunc = 124_050,
  mainModule = 124_052,
  /** Dict of what native modules keep, by name (see modules/native-state.ts). */
  nativeState = 124_054,
  /** The builtins as they were at start-up, put back at the end. */
  builtinsCopy = 124_056,
  /** List of sys.addaudithook's hooks, 0 = none. */
  auditHooks = 124_058,
  /** The descriptors `__dict__` and `__weakref__` that all classes share (models that do so). */
  dictDescriptor = 124_060,
  weakrefDescriptor = 124_062,
  /** typing.NoDefault. */
  noDefault = 124_064,
  /** See modules/single-phase.ts. */
  modulesByIndex = 124_066,
  moduleCopies = 124_068,
  /** Tuple of what the release holds of shared objects at its start and the library here does not, see start-up/holdings.ts; 0 = nothing. */
  startUpHoldings = 124_070,
  /** contextvars' current context, 0 before it was asked for. */
  context = 124_098,
  /** Block of the main thread, see threads/green-thread.ts: 16 slots. */
  mainThread = 124_100,
  /** 256 single-character latin-1 strings, then 256 single-byte bytes objects. */
  latin1 = 124_160,
  singleBytes = 124_672,
  end = 125_184,
}

/** Identifiers that native code holds (rt.ident): a growing table of slots. */
export const IDENTS_START = 125_184;
export const IDENTS_END = 131_072;

/** Type attribute cache: 4096 entries of 3 slots: version, name (owned), value (borrowed). */
export const TYPE_CACHE = 131_072;
export const TYPE_CACHE_ENTRY = 6;
export const TYPE_CACHE_SIZE = 4096;

/** Native stack: slots that native code parks references in; grows upwards to the end of the static region. */
export const NATIVE_STACK = 262_144;
export const NATIVE_STACK_END = 1 << 20;
