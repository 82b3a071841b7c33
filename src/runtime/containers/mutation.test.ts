import { expect, it } from 'vitest';
import { runProgram } from '../start-up/test-runtime.ts';

it('a slice bound that empties the list leaves nothing to copy', () => {
  const { stdout, problems } = runProgram(`
class Clears:
    def __index__(self):
        items.clear()
        return 2
items = [1, 2, 3, 4, 5]
print(items[Clears():])
items = [1, 2, 3, 4, 5]
items[Clears():] = [7]
print(items)
class Huge(list):
    def __len__(self): return 2 ** 62
print(len(Huge()))
for make in (list, tuple, bytes):
    try:
        make(Huge([1]))
    except MemoryError:
        print('MemoryError')
data = bytearray(b'ab')
try:
    data += data
except BufferError as error:
    print(error, data)
`);
  expect(stdout.split('\n')).toEqual([
    '[]',
    '[7]',
    '4611686018427387904',
    'MemoryError',
    'MemoryError',
    'MemoryError',
    "Existing exports of data: object cannot be re-sized bytearray(b'ab')",
    '',
  ]);
  expect(problems).toEqual([]);
});
