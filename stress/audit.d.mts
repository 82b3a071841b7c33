import type { auditProgram } from './audit.ts';

/** A program whose instructions are audited. */
export interface AuditedProgram {
  name: string;
  path: string;
  text: string;
}
export function auditedPrograms(): AuditedProgram[];
/** The audit, bundled so that it sees every write. */
export function loadAudit(): Promise<typeof auditProgram>;
