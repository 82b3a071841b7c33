import { closeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HostError } from './host.ts';
import { NodePipes } from './node-pipes.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (s: string): Uint8Array => new TextEncoder().encode(s);

function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (thrown) {
    if (thrown instanceof HostError) return thrown.code;
    throw thrown;
  }
  return '';
}

function close(pipes: NodePipes, fd: number): void {
  pipes.close(fd);
  closeSync(fd);
}

describe('NodePipes', () => {
  it('carries bytes and shows the end', () => {
    const pipes = new NodePipes();
    const [read, write] = pipes.create();
    expect(pipes.readable(read)).toBe(false);
    expect(codeOf(() => pipes.read(read, 5))).toBe('EAGAIN');
    expect(pipes.write(write, bytes('hello'))).toBe(5);
    expect(pipes.readable(read)).toBe(true);
    expect(text(pipes.read(read, 2))).toBe('he');
    expect(text(pipes.read(read, 20))).toBe('llo');
    close(pipes, write);
    expect(pipes.readable(read)).toBe(true);
    expect(pipes.read(read, 5).length).toBe(0);
    close(pipes, read);
    pipes.dispose();
  });

  it('keeps what the pipe has no room for and refuses more', () => {
    const pipes = new NodePipes();
    const [read, write] = pipes.create();
    const much = new Uint8Array(200_000).fill(7);
    expect(pipes.write(write, much)).toBe(much.length);
    expect(pipes.writable(write)).toBe(false);
    expect(codeOf(() => pipes.write(write, bytes('x')))).toBe('EAGAIN');
    let got = 0;
    while (got < much.length) {
      pipes.writable(write);
      got += pipes.read(read, 50_000).length;
    }
    expect(pipes.writable(write)).toBe(true);
    close(pipes, read);
    expect(codeOf(() => pipes.write(write, bytes('x')))).toBe('EPIPE');
    close(pipes, write);
    pipes.dispose();
  });

  it('gives other programs a descriptor of their own, though nobody writes any more', () => {
    const pipes = new NodePipes();
    const [read, write] = pipes.create();
    const copy = pipes.forChild(read);
    close(pipes, write);
    closeSync(copy);
    closeSync(pipes.forChild(read));
    close(pipes, read);
    pipes.dispose();
  });
});
