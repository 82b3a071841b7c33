import { describe, expect, it } from 'vitest';
import { checkPlain } from './plain-world.ts';
import { checkTables } from './table-world.ts';

describe('random programs for the kernel', () => {
  it('read tables as the contract walks them', () => {
    expect(checkTables(60, 3)).toBeNull();
  });

  it('give all memory of undisturbed garbage back', () => {
    expect(checkPlain(100, 5)).toBeNull();
  });
});
