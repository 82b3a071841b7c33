import { describe, expect, it } from 'vitest';
import { HostError } from './host.ts';
import { MemoryFs } from './memory-fs.ts';

const CREATE = 0o102;

function code(call: () => unknown): string {
  try {
    call();
  } catch (thrown) {
    if (thrown instanceof HostError) return thrown.code;
    throw thrown;
  }
  return 'none';
}

function make(): MemoryFs {
  return new MemoryFs({ read: () => new Uint8Array(0), write: (_fd, bytes) => bytes.length }, () => 1_700_000_000_000);
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (b: Uint8Array): string => new TextDecoder().decode(b);

describe('a file system in memory', () => {
  it('writes, seeks, appends and truncates; a hole reads as zeros', () => {
    const fs = make();
    const fd = fs.open('/tmp/a', CREATE, 0o666);
    expect(fd).toBe(3);
    fs.write(fd, bytes('hello'), null);
    fs.write(fd, bytes('J'), 0);
    fs.lseek(fd, 2, 2);
    fs.write(fd, bytes('!'), null);
    expect([...fs.readFile('/tmp/a')]).toEqual([...bytes('Jello\0\0!')]);
    fs.ftruncate(fd, 2);
    fs.ftruncate(fd, 4);
    expect([...fs.read(fd, 10, 0)]).toEqual([...bytes('Je\0\0')]);
    fs.close(fd);
    const end = fs.open('/tmp/a', 0o2001, 0);
    fs.write(end, bytes('x'), null);
    expect(fs.stat('/tmp/a').size).toBe(5);
    expect(code(() => fs.read(end, 1, null))).toBe('EBADF');
    expect(code(() => fs.close(77))).toBe('EBADF');
  });

  it('answers as POSIX does', () => {
    const fs = make();
    fs.mkdir('/tmp/d', 0o777);
    fs.place('/tmp/d/f', bytes('f'));
    expect(code(() => fs.open('/tmp/none', 0, 0))).toBe('ENOENT');
    expect(code(() => fs.open('/tmp/none/x', CREATE, 0))).toBe('ENOENT');
    expect(code(() => fs.open('/tmp/d/f/x', 0, 0))).toBe('ENOTDIR');
    expect(code(() => fs.open('/tmp/d', CREATE, 0))).toBe('EISDIR');
    expect(code(() => fs.open('/tmp/d/f', CREATE | 0o200, 0))).toBe('EEXIST');
    expect(code(() => fs.rmdir('/tmp/d'))).toBe('ENOTEMPTY');
    expect(code(() => fs.unlink('/tmp/d'))).toBe('EISDIR');
    expect(code(() => fs.rename('/tmp/d', '/tmp/d/e'))).toBe('EINVAL');
    fs.rename('/tmp/d', '/home/e');
    fs.chdir('/home/e');
    expect(text(fs.readFile('f'))).toBe('f');
    expect(fs.realpath('../e/./f')).toBe('/home/e/f');
  });

  it('follows links, and stops at circles of them', () => {
    const fs = make();
    fs.place('/tmp/d/f', bytes('f'));
    fs.symlink('d', '/tmp/l');
    fs.symlink('/tmp/round', '/tmp/round');
    expect(text(fs.readFile('/tmp/l/f'))).toBe('f');
    expect(fs.realpath('/tmp/l/f')).toBe('/tmp/d/f');
    expect(fs.readlink('/tmp/l')).toBe('d');
    expect(fs.lstat('/tmp/l').mode & 0o170000).toBe(0o120000);
    expect(code(() => fs.stat('/tmp/round'))).toBe('ELOOP');
  });

  it('loads a lazy file once, when it is first read', () => {
    const fs = make();
    let loads = 0;
    fs.place('/lib/a.py', {
      size: 3,
      load: () => {
        loads++;
        return bytes('abc');
      },
    });
    expect(fs.stat('/lib/a.py').size).toBe(3);
    expect(loads).toBe(0);
    expect(text(fs.readFile('/lib/a.py'))).toBe('abc');
    expect(text(fs.readFile('/lib/a.py'))).toBe('abc');
    expect(loads).toBe(1);
  });
});
