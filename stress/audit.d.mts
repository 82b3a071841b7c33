import type { auditProgram } from './audit.ts';

/** The audit, bundled so that it sees every write. */
export function loadAudit(): Promise<typeof auditProgram>;
