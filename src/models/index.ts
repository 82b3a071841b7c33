import { model3_6 } from './3.6.ts';
import { model3_7 } from './3.7.ts';
import { model3_8 } from './3.8.ts';
import { model3_9 } from './3.9.ts';
import { model3_10 } from './3.10.ts';
import { model3_11 } from './3.11.ts';
import { model3_12 } from './3.12.ts';
import { model3_13 } from './3.13.ts';
import { model3_14_0 } from './3.14.0.ts';
import { model3_14 } from './3.14.ts';
import { model3_15 } from './3.15.ts';
import type { Model } from './model.ts';

/** Every memory model, oldest first. Adding a release is one new file and one line here. */
export const models: readonly Model[] = [
  model3_6,
  model3_7,
  model3_8,
  model3_9,
  model3_10,
  model3_11,
  model3_12,
  model3_13,
  model3_14_0,
  model3_14,
  model3_15,
];

/** The model that runs when none is chosen: the last of the classic ones. */
export const DEFAULT_MODEL = '3.10';

/** The model called `name` ('3.10'), or undefined. */
export function findModel(name: string): Model | undefined {
  return models.find((m) => m.name === name);
}
