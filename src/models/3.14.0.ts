import { model3_14 } from './3.14.ts';
import { gc3_14_0 } from './gc-model.ts';
import type { Model } from './model.ts';

/** CPython 3.14.0 to 3.14.4: 3.14 with a young and an old space, collected in increments. */
export const model3_14_0: Model = { ...model3_14, name: '3.14.0', version: [3, 14, 0], gc: gc3_14_0 };
