import { abcModule } from './abc.ts';
import { atexitModule } from './atexit.ts';
import { builtinsModule } from './builtins.ts';
import { codecsModule } from './codecs/codecs.ts';
import { errnoModule } from './errno.ts';
import { gcModule } from './gc.ts';
import { impModule } from './imp.ts';
import { mathModule } from './math/math.ts';
import { itertoolsModule } from './itertools/itertools.ts';
import { functoolsModule } from './functools/functools.ts';
import { operatorModule } from './operator/operator.ts';
import { collectionsModule } from './collections/collections.ts';
import type { ModuleSpec } from './module-spec.ts';
import { posixModule } from './posix.ts';
import { psutilModule } from './psutil.ts';
import { signalModule } from './signal.ts';
import { threadModule } from './thread.ts';
import { timeModule } from './time.ts';
import { warningsModule } from './warnings.ts';

/** Every module that is native here. */
export const nativeModuleSpecs: readonly ModuleSpec[] = [
  builtinsModule,
  impModule,
  gcModule,
  posixModule,
  timeModule,
  errnoModule,
  codecsModule,
  atexitModule,
  signalModule,
  threadModule,
  warningsModule,
  abcModule,
  psutilModule,
  itertoolsModule,
  mathModule,
  functoolsModule,
  operatorModule,
  collectionsModule,
];
