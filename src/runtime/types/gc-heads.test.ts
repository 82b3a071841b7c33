import { expect, it } from 'vitest';
import { Tp, TpFlag } from '../core/layout.ts';
import { nativeModuleSpecs } from '../modules/native-modules.ts';
import { TestInterpreter } from '../start-up/test-runtime.ts';
import { nativeTypeAddresses, specOf } from './type-ready.ts';

it.each(['3.6', '3.9', '3.10', '3.12', '3.14'])('instances have a GC head where those of the release have one (%s)', (model) => {
  const interpreter = new TestInterpreter({ model });
  const { rt } = interpreter;
  for (const { name } of nativeModuleSpecs) interpreter.run(`try: import ${name}\nexcept ImportError: pass`);
  const differ: string[] = [];
  let compared = 0;
  for (const type of nativeTypeAddresses(rt)) {
    const { name, contract } = specOf(rt, type)!;
    const measured = rt.model.sizes.types[name]?.[4];
    if (measured === undefined || contract === undefined) continue;
    compared++;
    if (((rt.H[type + Tp.flags]! & TpFlag.HAVE_GC) !== 0) !== (measured === 1)) differ.push(name);
  }
  expect(differ).toEqual([]);
  expect(compared).toBeGreaterThan(40);
  interpreter.end();
  expect(interpreter.problems).toEqual([]);
});
