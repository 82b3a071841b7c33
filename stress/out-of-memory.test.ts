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

  it('every one where exceptions are handled: the exception before is kept alone then', () => {
    const source = `
def gen():
    try: {}[1]
    except KeyError:
        try: [][0]
        except IndexError as inner:
            try: yield inner
            finally: str(7)
for _ in gen(): pass
try:
    try: {}[2]
    finally: gen().close()
except KeyError as e: print(e)
`;
    const { problems, allocations } = sweepAllocations(source);
    expect(problems).toEqual([]);
    expect(allocations).toBeGreaterThan(10);
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
