/** A program of the examples, of stress/programs or of the conformance corpus. */
export interface ListedProgram {
  name: string;
  path: string;
  text: string;
}
export function allPrograms(): ListedProgram[];
