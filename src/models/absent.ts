/**
 * Functions of native modules and methods of native types that a release does not have yet, by module or type; not those that the shipped library
 * imports (math.sumprod, …).
 */
export type Absent = Readonly<Record<string, readonly string[]>>;

/** CPython 3.13. */
export const absent3_13: Absent = { 'sys.monitoring': ['clear_tool_id'] };

/** CPython 3.12. */
export const absent3_12: Absent = {
  ...absent3_13,
  builtins: ['PythonFinalizationError'],
  sys: ['_is_interned', '_is_gil_enabled', '_get_cpu_count_config', '_clear_internal_caches'],
  generator: ['__class_getitem__'],
  coroutine: ['__class_getitem__'],
  code: ['__replace__'],
  'types.SimpleNamespace': ['__replace__'],
  property: ['__name__'],
  math: ['fma'],
  'functools.partial': ['descrGet'],
};

const attributeErrorPickling = ['__getstate__', '__reduce__'];

/** CPython 3.11. */
export const absent3_11: Absent = {
  ...absent3_12,
  slice: ['hash'],
  NoneType: ['hash'],
  int: ['is_integer'],
  memoryview: ['_from_flags'],
  sys: [
    ...['_is_interned', '_is_gil_enabled', '_get_cpu_count_config', '_clear_internal_caches', '_getframemodulename', 'getunicodeinternedsize'],
    ...['is_stack_trampoline_active', 'activate_stack_trampoline', 'deactivate_stack_trampoline'],
  ],
  async_generator: ['ag_suspended'],
  ImportError: ['name_from'],
  AttributeError: attributeErrorPickling,
};

/** CPython 3.10. */
export const absent3_10: Absent = {
  ...absent3_11,
  complex: ['__complex__'],
  math: ['fma', 'cbrt', 'exp2'],
  bytes: ['__bytes__'],
  code: ['__replace__', 'co_qualname', '_co_code_adaptive'],
};

/** CPython 3.9. */
export const absent3_9: Absent = {
  ...absent3_10,
  memoryview: ['_from_flags', 'iter'],
  function: ['__builtins__'],
  staticmethod: ['__wrapped__', 'call', 'repr'],
  classmethod: ['__wrapped__', 'repr'],
  AttributeError: ['name', 'obj', 'init', ...attributeErrorPickling],
  NameError: ['name', 'init'],
};

/** CPython 3.8. */
export const absent3_8: Absent = {
  ...absent3_9,
  gc: ['is_finalized'],
  async_generator: ['ag_suspended', '__class_getitem__'],
  _tracemalloc: ['reset_peak'],
  'weakref.ReferenceType': ['__class_getitem__'],
  'weakref.ProxyType': ['__reversed__'],
};

/** CPython 3.7. */
export const absent3_7: Absent = {
  ...absent3_8,
  sys: [...(absent3_8['sys'] ?? []), 'unraisablehook'],
  'weakref.ProxyType': ['__reversed__', 'nbMatrixMultiply', 'nbInplaceMatrixMultiply'],
  'weakref.CallableProxyType': ['nbMatrixMultiply', 'nbInplaceMatrixMultiply'],
};

/** CPython 3.6. */
export const absent3_6: Absent = { ...absent3_7, gc: ['is_finalized', 'freeze', 'unfreeze', 'get_freeze_count'] };

/** CPython 3.14 and later: iterators of itertools are not pickled. */
export const absent3_14: Absent = Object.fromEntries(
  [
    'count',
    'repeat',
    'accumulate',
    'cycle',
    'dropwhile',
    'takewhile',
    'islice',
    'starmap',
    'chain',
    'compress',
    'filterfalse',
    'zip_longest',
    'permutations',
    'combinations',
    'combinations_with_replacement',
    'product',
    'groupby',
    '_grouper',
    '_tee',
    '_tee_dataobject',
  ].map((name) => [`itertools.${name}`, ['__reduce__', '__setstate__']]),
);
