import { describe, expect, it } from 'vitest';
import { programs } from '../../src/memory/test-types.ts';
import { checkPlain } from './plain-world.ts';
import { checkTables } from './table-world.ts';

describe('random programs for the kernel', () => {
  it('read tables as the contract walks them', () => {
    expect(checkTables(programs(60), 3)).toBeNull();
  });

  it('give all memory of undisturbed garbage back', () => {
    expect(checkPlain(programs(100), 5)).toBeNull();
  });
});
