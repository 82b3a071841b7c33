import { audit, auditLines } from '../../memory/audit.ts';
import { findModel } from '../../models/index.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Host } from '../host/host.ts';
import { createRuntime } from '../start-up/interpreter.ts';

/** A runtime with builtin types and no modules, for tests. */
export function testRuntime(): Runtime {
  const host = { platform: 'linux', env: { PYTHONHASHSEED: '0' } } as unknown as Host;
  return createRuntime({ model: findModel('3.10')!, host, heap: { reserveBytes: 64 * 1024 * 1024 } });
}

/** What the audit of the heap complains about; empty when every count is explained. */
export function complaints(rt: Runtime): string[] {
  return auditLines(audit(rt.heap));
}
