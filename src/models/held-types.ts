/**
 * Native types that a release makes at run time (PyType_FromSpec): each instance holds its type, as the instances of classes do, and the type has
 * a count of its own. Measured by bit 9 of `__flags__` in every release up to 3.13; later ones are taken to be like it. Grown release by release.
 */
const since3_6 = ['typing.Generic', 'typing.TypeVar'];

const since3_8 = [...since3_6, 'os.stat_result', 'os.statvfs_result', 'os.terminal_size', 'posix.times_result', 'posix.uname_result'];

const since3_9 = [
  ...since3_8,
  '_abc._abc_data',
  '_json.Encoder',
  '_json.Scanner',
  '_random.Random',
  '_struct.Struct',
  '_struct.unpack_iterator',
  'ast.AST',
  'posix.DirEntry',
  'posix.ScandirIterator',
];

const since3_10 = [
  ...since3_9,
  '_blake2.blake2b',
  '_blake2.blake2s',
  '_csv.Dialect',
  '_csv.reader',
  '_csv.writer',
  '_sha3.sha3_224',
  '_sha3.sha3_256',
  '_sha3.sha3_384',
  '_sha3.sha3_512',
  '_sha3.shake_128',
  '_sha3.shake_256',
  '_sre.SRE_Scanner',
  '_thread.RLock',
  '_thread._local',
  '_thread.lock',
  'array.array',
  'functools.KeyWrapper',
  'functools._lru_cache_wrapper',
  'functools._lru_list_elem',
  'functools.partial',
  'operator.attrgetter',
  'operator.itemgetter',
  'operator.methodcaller',
  'pyexpat.xmlparser',
  're.Match',
  're.Pattern',
  'resource.struct_rusage',
  'typing.ParamSpec',
  'typing.ParamSpecArgs',
  'typing.ParamSpecKwargs',
  'unicodedata.UCD',
];

const since3_11 = [...since3_10, 'builtins.ExceptionGroup', 'time.struct_time', 'typing.TypeVarTuple'];

const since3_12 = [
  ...since3_11,
  '_io.BufferedRWPair',
  '_io.BufferedRandom',
  '_io.BufferedReader',
  '_io.BufferedWriter',
  '_io.BytesIO',
  '_io.FileIO',
  '_io.IncrementalNewlineDecoder',
  '_io.StringIO',
  '_io.TextIOWrapper',
  '_io._BufferedIOBase',
  '_io._IOBase',
  '_io._RawIOBase',
  '_io._TextIOBase',
  '_sha2.SHA224Type',
  '_sha2.SHA256Type',
  '_sha2.SHA384Type',
  '_sha2.SHA512Type',
  '_socket.socket',
  '_sre.SRE_Template',
  'collections._deque_iterator',
  'collections._deque_reverse_iterator',
  'collections._tuplegetter',
  'collections.defaultdict',
  'collections.deque',
  'itertools._grouper',
  'itertools._tee',
  'itertools._tee_dataobject',
  'itertools.accumulate',
  'itertools.batched',
  'itertools.chain',
  'itertools.combinations',
  'itertools.combinations_with_replacement',
  'itertools.compress',
  'itertools.count',
  'itertools.cycle',
  'itertools.dropwhile',
  'itertools.filterfalse',
  'itertools.groupby',
  'itertools.islice',
  'itertools.pairwise',
  'itertools.permutations',
  'itertools.product',
  'itertools.repeat',
  'itertools.starmap',
  'itertools.takewhile',
  'itertools.zip_longest',
];

const since3_13 = [...since3_12, '_thread._ThreadHandle'];

export const heldTypes3_6: ReadonlySet<string> = new Set(since3_6);
export const heldTypes3_8: ReadonlySet<string> = new Set(since3_8);
export const heldTypes3_9: ReadonlySet<string> = new Set(since3_9);
export const heldTypes3_10: ReadonlySet<string> = new Set(since3_10);
export const heldTypes3_11: ReadonlySet<string> = new Set(since3_11);
export const heldTypes3_12: ReadonlySet<string> = new Set(since3_12);
export const heldTypes3_13: ReadonlySet<string> = new Set(since3_13);
