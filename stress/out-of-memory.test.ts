import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sweepAllocations } from './out-of-memory.ts';

const programs = join(dirname(fileURLToPath(import.meta.url)), 'programs');

// A prime step: over the programs every kind of allocation gets its turn. `npm run stress` fails each one.
describe('failing allocations', () => {
  it.each(['containers', 'classes', 'exceptions', 'generators', 'callbacks', 'matching', 'coroutines', 'weakrefs'])('%s', (name) => {
    const { problems, endings, allocations } = sweepAllocations(readFileSync(join(programs, `${name}.py`), 'utf8'), { step: 13 });
    expect(problems).toEqual([]);
    expect(endings.get('MemoryError')).toBeGreaterThan(10);
    expect(allocations).not.toBeNull();
  });

  it('every one while structures are made', () => {
    const { problems, allocations } = sweepAllocations(readFileSync(join(programs, 'struct_sequences.py'), 'utf8'));
    expect(problems).toEqual([]);
    expect(allocations).toBeGreaterThan(30);
  });

  it('from the first allocation of a fresh interpreter on', () => {
    const { problems, endings } = sweepAllocations(readFileSync(join(programs, 'classes.py'), 'utf8'), { step: 41, cold: true });
    expect(problems).toEqual([]);
    expect(endings.get('MemoryError')).toBeGreaterThan(5);
  });
});
