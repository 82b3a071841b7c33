/** Whether the package with Chrome DevTools' loader is there. */
export const hasDevTools: boolean;
/** What DevTools finds in a `.heapsnapshot`. */
export interface DevToolsSnapshot {
  readonly nodeCount: number;
  readonly totalSize: number;
  /** CPU time of reading and of the retained sizes. */
  readonly seconds: number;
  /** Bytes that the node at this place of the file keeps alive. */
  retained(ordinal: number): number;
  name(ordinal: number): string;
}
/** Opens the file with the loader of the Memory panel. */
export function openInDevTools(path: string): Promise<DevToolsSnapshot>;
