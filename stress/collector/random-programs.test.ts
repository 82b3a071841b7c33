import { describe, expect, it } from 'vitest';
import { programs } from '../../src/memory/test-types.ts';
import { checkMany } from './random-programs.ts';

// `npm run stress -- --random` runs 20,000 and more. A seed that failed goes into this list.
const SEEDS = [1];

describe('random programs against a naive model of the collector', () => {
  it.each(SEEDS)('500 programs from seed %i', (seed) => {
    expect(checkMany(programs(500), seed)).toBeNull();
  });
});
