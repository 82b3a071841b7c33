import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostError, translate } from './node-errors.ts';

/** FIFOs made by one call of mkfifo. */
const BATCH = 8;
const CHUNK = 65_536;
const { O_NONBLOCK, O_RDONLY, O_RDWR, O_WRONLY } = fs.constants;

interface End {
  readonly path: string;
  readonly writes: boolean;
  /** Read end: what was taken out to see whether there is something. */
  ahead: Buffer[];
  ended: boolean;
  /** Write end: what the pipe had no room for. */
  behind: Buffer;
}

/**
 * Pipes of the operating system. Node has no pipe(2): each is a FIFO that was opened at both ends. The ends never block; who has to wait asks
 * `readable` again and again.
 */
export class NodePipes {
  private folder: string | null = null;
  private readonly spare: string[] = [];
  private readonly ends = new Map<number, End>();

  /** Descriptors to read from and to write to. HostError. */
  create(): [number, number] {
    const path = this.spare.pop() ?? this.makeBatch();
    const read = translate(() => fs.openSync(path, O_RDONLY | O_NONBLOCK));
    const write = translate(() => fs.openSync(path, O_WRONLY | O_NONBLOCK));
    this.ends.set(read, { path, writes: false, ahead: [], ended: false, behind: Buffer.alloc(0) });
    this.ends.set(write, { path, writes: true, ahead: [], ended: false, behind: Buffer.alloc(0) });
    return [read, write];
  }

  has(fd: number): boolean {
    return this.ends.has(fd);
  }

  /** Does a read not wait: is there something, or the end? Never at the end to write to (whether anybody reads is seen when writing). */
  readable(fd: number): boolean {
    const end = this.ends.get(fd);
    if (end?.writes) return false;
    if (end === undefined || end.ahead.length > 0 || end.ended) return true;
    const buffer = Buffer.allocUnsafe(CHUNK);
    try {
      const n = fs.readSync(fd, buffer, 0, CHUNK, null);
      if (n === 0) end.ended = true;
      else end.ahead.push(buffer.subarray(0, n));
      return true;
    } catch (thrown) {
      if ((thrown as { code?: string }).code === 'EAGAIN') return false;
      return true;
    }
  }

  /** Does a write not wait? */
  writable(fd: number): boolean {
    const end = this.ends.get(fd);
    return end === undefined || this.drain(fd, end);
  }

  /** Up to `size` bytes; empty at the end. HostError EAGAIN when there is nothing yet. */
  read(fd: number, size: number): Uint8Array {
    const end = this.ends.get(fd)!;
    if (end.writes) throw hostError('EBADF');
    if (!this.readable(fd)) throw hostError('EAGAIN');
    // Somebody may have begun to write again after the last one closed.
    end.ended = false;
    const first = end.ahead[0];
    if (first === undefined) return new Uint8Array(0);
    if (first.length <= size) end.ahead.shift();
    else end.ahead[0] = first.subarray(size);
    return first.subarray(0, size);
  }

  /** Writes all, if need be later; HostError EAGAIN when something is waiting already, EPIPE. */
  write(fd: number, bytes: Uint8Array): number {
    const end = this.ends.get(fd)!;
    if (!end.writes) throw hostError('EBADF');
    if (!this.drain(fd, end)) throw hostError('EAGAIN');
    end.behind = Buffer.from(bytes);
    this.drain(fd, end);
    return bytes.length;
  }

  /** Has all that was given been written? HostError EPIPE. */
  private drain(fd: number, end: End): boolean {
    while (end.behind.length > 0) {
      try {
        end.behind = end.behind.subarray(fs.writeSync(fd, end.behind, 0, end.behind.length, null));
      } catch (thrown) {
        const code = (thrown as { code?: string }).code;
        if (code === 'EAGAIN') return false;
        end.behind = Buffer.alloc(0);
        throw hostError(code ?? 'EIO');
      }
    }
    return true;
  }

  /** `copy` is a second descriptor of the end that `fd` is one of, if it is one. */
  share(fd: number, copy: number): void {
    const end = this.ends.get(fd);
    if (end !== undefined) this.ends.set(copy, end);
  }

  /** Forgets a descriptor that is being closed. */
  close(fd: number): void {
    const end = this.ends.get(fd);
    if (end === undefined) return;
    this.ends.delete(fd);
    if (![...this.ends.values()].some((other) => other.path === end.path)) fs.rmSync(end.path, { force: true });
  }

  /** A descriptor for the same end that blocks, as other programs expect it. The caller closes it. */
  forChild(fd: number): number {
    const end = this.ends.get(fd)!;
    // Opening waits for the other side: while both are open here, it need not.
    const both = translate(() => fs.openSync(end.path, O_RDWR | O_NONBLOCK));
    try {
      return translate(() => fs.openSync(end.path, end.writes ? O_WRONLY : O_RDONLY));
    } finally {
      fs.closeSync(both);
    }
  }

  /** The program is over: no name is left in the file system. */
  dispose(): void {
    if (this.folder !== null) fs.rmSync(this.folder, { recursive: true, force: true });
    this.folder = null;
    this.spare.length = 0;
  }

  private makeBatch(): string {
    if (this.folder === null) {
      this.folder = translate(() => fs.mkdtempSync(join(tmpdir(), 'ouro-pipes-')));
    }
    const number = Date.now().toString(36) + this.ends.size.toString(36);
    const paths = Array.from({ length: BATCH }, (_, i) => join(this.folder!, `${number}-${i}`));
    if (spawnSync('mkfifo', ['-m', '600', ...paths]).status !== 0) throw hostError('ENOSYS');
    this.spare.push(...paths.slice(1));
    return paths[0]!;
  }
}
