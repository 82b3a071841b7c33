import { setFlagsFromString } from 'node:v8';

/** Runs `what` while V8 accepts its own %-functions in source text; gives its result back. Errors: what `what` throws, a SyntaxError for a function that this V8 lacks. */
export function withNativesSyntax<V>(what: () => V): V {
  setFlagsFromString('--allow-natives-syntax');
  try {
    return what();
  } finally {
    setFlagsFromString('--no-allow-natives-syntax');
  }
}
