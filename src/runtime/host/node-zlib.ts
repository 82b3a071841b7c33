import * as zlib from 'node:zlib';
import { HostError, type HostZlib } from './host.ts';

interface Inflated {
  buffer: Buffer;
  engine: { bytesWritten: number };
}

/** zlib of Node. `windowBits` says the container, as everywhere: negative none, from 8 zlib, from 24 gzip, from 40 zlib or gzip. */
export const nodeZlib: HostZlib = {
  deflate(bytes, level, windowBits) {
    const options = { level, windowBits: Math.max(9, Math.abs(windowBits) & 15) };
    if (windowBits < 0) return zlib.deflateRawSync(bytes, options);
    return windowBits >= 24 ? zlib.gzipSync(bytes, options) : zlib.deflateSync(bytes, options);
  },
  deflatePart(bytes, level, before, last) {
    const finishFlush = last ? zlib.constants.Z_FINISH : zlib.constants.Z_SYNC_FLUSH;
    return zlib.deflateRawSync(bytes, { level, finishFlush, ...(before.length > 0 ? { dictionary: before } : {}) });
  },
  inflate(bytes, windowBits) {
    const run = windowBits < 0 ? zlib.inflateRawSync : windowBits >= 40 ? zlib.unzipSync : windowBits >= 24 ? zlib.gunzipSync : zlib.inflateSync;
    const attempt = (more: zlib.ZlibOptions, ended: boolean): ReturnType<HostZlib['inflate']> => {
      // With `info` the engine comes, too, which knows how much it took.
      const { buffer, engine } = run(bytes, { ...more, info: true } as zlib.ZlibOptions) as unknown as Inflated;
      return { data: buffer, consumed: engine.bytesWritten, ended };
    };
    try {
      return attempt({}, true);
    } catch (thrown) {
      const { code, message } = thrown as { code?: string; message: string };
      if (code === 'Z_BUF_ERROR') return attempt({ finishFlush: zlib.constants.Z_SYNC_FLUSH }, false);
      throw new HostError(code ?? 'Z_DATA_ERROR', 0, message);
    }
  },
};
