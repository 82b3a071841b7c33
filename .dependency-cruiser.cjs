/** The direction of imports: from what is specific to what is general. */
const only = (from, allowed) => ({
  name: `${from.replace('src/', '')}-imports-only-what-is-below`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: '^src/', pathNot: `^(${[from, ...allowed].join('|')})/` },
});

module.exports = {
  forbidden: [
    only('src/memory', []),
    only('src/syntax', []),
    only('src/models', []),
    only('src/snapshot', []),
    only('src/bytecode', ['src/syntax']),
    only('src/runtime', ['src/memory', 'src/bytecode', 'src/syntax', 'src/models', 'src/snapshot']),
    only('src/instruments', ['src/memory', 'src/runtime', 'src/models', 'src/bytecode', 'src/snapshot']),
    {
      name: 'front-ends-are-imported-by-nobody',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cli|lab)/' },
      to: { path: '^src/(cli|lab)/' },
    },
    // signatures.ts and runtime.ts name each other's types; nothing of it is left at run time
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/runtime/core/(runtime|signatures)\\.ts$' },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.ts$|\\.tsx$' },
    parser: 'swc',
    tsPreCompilationDeps: false,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.mjs', '.js', '.json'] },
  },
};
