import { abcModule } from './abc.ts';
import { arrayModule } from './array/array.ts';
import { astModule } from './ast/ast.ts';
import { atexitModule } from './atexit.ts';
import { binasciiModule } from './binascii.ts';
import { bisectModule } from './bisect.ts';
import { builtinsModule } from './builtins.ts';
import { codecsModule } from './codecs/codecs.ts';
import { collectionsModule } from './collections/collections.ts';
import { contextvarsModule } from './contextvars/contextvars.ts';
import { csvModule } from './csv/csv.ts';
import { ctypesMemoryModule } from './ctypes-memory.ts';
import { errnoModule } from './errno.ts';
import { expatModule } from './expat/expat.ts';
import { fcntlModule } from './fcntl.ts';
import { functoolsModule } from './functools/functools.ts';
import { gcModule } from './gc/gc-module.ts';
import { blake2Module, md5Module, sha1Module, sha2Module, sha3Module, sha256Module, sha512Module } from './hash/hash-modules.ts';
import { heapqModule } from './heapq.ts';
import { impModule } from './imp.ts';
import { ioModule } from './io/io.ts';
import { itertoolsModule } from './itertools/itertools.ts';
import { jsonModule } from './json/json.ts';
import { keyDerivationModule } from './key-derivation.ts';
import { marshalModule } from './marshal/marshal.ts';
import { mathModule } from './math/math.ts';
import type { ModuleSpec } from './module-spec.ts';
import { opcodeMetadataModule, opcodeModule } from './opcode.ts';
import { operatorModule } from './operator/operator.ts';
import { pickleModule } from './pickle-buffer.ts';
import { posixModule } from './posix.ts';
import { posixSubprocessModule } from './posix-subprocess.ts';
import { psutilModule } from './psutil.ts';
import { randomModule } from './random.ts';
import { resourceModule } from './resource.ts';
import { signalModule } from './signal.ts';
import { selectModule } from './socket/select.ts';
import { socketModule } from './socket/socket.ts';
import { sreModule } from './sre/sre.ts';
import { stringModule } from './string.ts';
import { structModule } from './struct/struct.ts';
import { symtableModule } from './symtable.ts';
import { threadModule } from './thread/thread.ts';
import { timeModule } from './time.ts';
import { tracemallocModule } from './tracemalloc/tracemalloc-module.ts';
import { typingModule } from './typing.ts';
import { unicodedataModule } from './unicodedata/unicodedata.ts';
import { warningsModule } from './warnings.ts';
import { weakrefModule } from './weakref.ts';
import { zlibModule } from './zlib.ts';

/** Every module that is native here. */
export const nativeModuleSpecs: readonly ModuleSpec[] = [
  builtinsModule,
  impModule,
  gcModule,
  posixModule,
  pickleModule,
  timeModule,
  errnoModule,
  codecsModule,
  ioModule,
  atexitModule,
  signalModule,
  threadModule,
  stringModule,
  arrayModule,
  csvModule,
  binasciiModule,
  unicodedataModule,
  typingModule,
  opcodeModule,
  opcodeMetadataModule,
  astModule,
  warningsModule,
  tracemallocModule,
  weakrefModule,
  marshalModule,
  sreModule,
  structModule,
  randomModule,
  resourceModule,
  fcntlModule,
  symtableModule,
  md5Module,
  sha1Module,
  sha2Module,
  sha256Module,
  sha512Module,
  sha3Module,
  blake2Module,
  socketModule,
  selectModule,
  posixSubprocessModule,
  bisectModule,
  heapqModule,
  contextvarsModule,
  ctypesMemoryModule,
  abcModule,
  psutilModule,
  itertoolsModule,
  mathModule,
  functoolsModule,
  operatorModule,
  collectionsModule,
  jsonModule,
  zlibModule,
  expatModule,
  keyDerivationModule,
];
