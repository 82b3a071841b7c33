import { expect, it } from 'vitest';
import { phrasesOf } from './phrases.ts';

it('a phrase has the wording of the newest release that is not newer', () => {
  expect(phrasesOf(9).noSetter).toBe("can't set attribute");
  expect(phrasesOf(10).noSetter).toBe("can't set attribute %0");
  expect(phrasesOf(15).noSetter).toBe("property %0 of '%1' object has no setter");
});
