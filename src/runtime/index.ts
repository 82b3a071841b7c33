/** Running Python from TypeScript: make a runtime, start it, run programs in it, end it. */
export { DEFAULT_MODEL, findModel, models } from '../models/index.ts';
export type { Model } from '../models/model.ts';
export type { Host } from './host/host.ts';
export { nodeHost } from './host/node-host.ts';
export { type BootstrapOptions, bootstrap } from './start-up/bootstrap.ts';
export { finalizeProgram, tearDown } from './start-up/finalize.ts';
export { createRuntime, type RuntimeOptions } from './start-up/interpreter.ts';
export { type MainProgram, makeMainModule, runMainProgram } from './start-up/main-program.ts';
