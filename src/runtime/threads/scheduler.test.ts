import { describe, expect, it } from 'vitest';
import { runProgram } from '../start-up/test-runtime.ts';

/** Runs a program with every count checked now and then; its output. */
function outputOf(source: string, auditEvery = 97): string {
  const { stdout, stderr, problems } = runProgram(source, { debug: {}, auditEvery });
  expect(stderr).toBe('');
  expect(problems).toEqual([]);
  return stdout;
}

const START = 'import _thread\n';

describe('threads', () => {
  it('take turns at locks, in the order in which they came', () => {
    const source = `${START}
done = _thread.allocate_lock(); gate = _thread.allocate_lock(); out = []
gate.acquire()
def work(n, finished):
    with gate: out.append(n)
    finished.release()
ends = []
for n in range(3):
    end = _thread.allocate_lock(); end.acquire(); ends.append(end)
    _thread.start_new_thread(work, (n, end))
gate.release()
for end in ends: end.acquire()
print(out)
`;
    expect(outputOf(source)).toBe('[0, 1, 2]\n');
  });

  it('are switched between instructions, the same way in every run', () => {
    const source = `${START}
import sys
sys.setswitchinterval(1e-5)
out = []; ends = []
def work(n, end):
    for i in range(40): out.append(n)
    end.release()
for n in range(2):
    end = _thread.allocate_lock(); end.acquire(); ends.append(end)
    _thread.start_new_thread(work, (n, end))
for end in ends: end.acquire()
changes = sum(a != b for a, b in zip(out, out[1:]))
print(len(out), changes > 2, changes)
`;
    const first = outputOf(source);
    expect(first).toMatch(/^80 True /);
    expect(outputOf(source)).toBe(first);
  });

  it('wait inside native code, with others on top', () => {
    const source = `${START}
class Waits:
    def __init__(self, lock): lock.acquire(); self.v = 1
def key(x):
    lock = _thread.allocate_lock(); lock.acquire()
    _thread.start_new_thread(lock.release, ())
    lock.acquire()
    return -x
lock = _thread.allocate_lock(); lock.acquire()
_thread.start_new_thread(lock.release, ())
print(Waits(lock).v, sorted([1, 3, 2], key=key))
`;
    expect(outputOf(source)).toBe('1 [3, 2, 1]\n');
  });

  it('unwind all their frames after they were suspended', () => {
    const source = `${START}
lock = _thread.allocate_lock(); lock.acquire(); end = _thread.allocate_lock(); end.acquire()
def inner(): lock.acquire(); raise KeyError('k')
def middle():
    try: inner()
    finally: out.append('finally')
def outer():
    try: middle()
    except KeyError as e: out.append(repr(e))
    end.release()
out = []
_thread.start_new_thread(outer, ())
lock.release(); end.acquire(); print(out)
`;
    expect(outputOf(source)).toBe("['finally', \"KeyError('k')\"]\n");
  });

  it('that still wait at the end leave nothing behind', () => {
    const source = `${START}
class Waits:
    def __init__(self): _thread.allocate_lock().__enter__(); self.lock = _thread.allocate_lock(); self.lock.acquire(); self.lock.acquire()
def free(): lock = _thread.allocate_lock(); lock.acquire(); lock.acquire()
def generator(): yield free()
_thread.start_new_thread(free, ())
_thread.start_new_thread(Waits, ())
_thread.start_new_thread(lambda: [x for x in generator()], ())
go = _thread.allocate_lock(); print(go.acquire(timeout=0.01), go.acquire(timeout=0.01), _thread._count())
`;
    expect(outputOf(source)).toBe('True False 3\n');
  });

  it('that wait are interrupted, also when all of them wait', () => {
    const source = `${START}
lock = _thread.allocate_lock(); lock.acquire()
def other(): lock.acquire()
_thread.start_new_thread(other, ())
for _ in range(2):
    _thread.start_new_thread(_thread.interrupt_main, ())
    try: lock.acquire()
    except KeyboardInterrupt: print('interrupted')
lock.release()
`;
    expect(outputOf(source)).toBe('interrupted\ninterrupted\n');
  });

  it('have values of their own in a local', () => {
    const source = `${START}
class Mine(_thread._local):
    made = 0
    def __init__(self, x): Mine.made += 1; self.x = x
mine = Mine(5); mine.x = 6
end = _thread.allocate_lock(); end.acquire(); out = []
def work(): out.append(mine.x); mine.y = 1; end.release()
_thread.start_new_thread(work, ()); end.acquire()
print(out, mine.x, hasattr(mine, 'y'), Mine.made)
`;
    expect(outputOf(source)).toBe('[5] 6 False 2\n');
  });
});
