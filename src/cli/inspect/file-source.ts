import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type ByteSource, SnapshotError } from '../../snapshot/format/layout.ts';

/** A file on disk, read in pieces. */
export interface FileSource extends ByteSource {
  close(): void;
}

/** Opens a file for reading. Throws SnapshotError with one line. */
export function fileSource(path: string): FileSource {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (thrown) {
    const { code } = thrown as { code?: string };
    throw new SnapshotError(code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'it may not be read' : `cannot be opened (${code})`);
  }
  const stat = fstatSync(fd);
  if (!stat.isFile()) {
    closeSync(fd);
    throw new SnapshotError(stat.isDirectory() ? 'this is a folder' : 'this is no file that can be read at random: copy it to a file first');
  }
  let buffer = new Uint8Array(1 << 16);
  return {
    length: stat.size,
    read(offset, length) {
      const wanted = Math.max(0, Math.min(length, stat.size - offset));
      if (buffer.length < wanted) buffer = new Uint8Array(wanted);
      let filled = 0;
      while (filled < wanted) {
        const n = readSync(fd, buffer, filled, wanted - filled, offset + filled);
        if (n === 0) break;
        filled += n;
      }
      return buffer.subarray(0, filled);
    },
    close: () => closeSync(fd),
  };
}
