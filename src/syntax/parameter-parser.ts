/** Parameters of functions and lambdas, for texts that are right. See expression-parser.ts. */
import type * as ast from './ast.ts';
import { TokenParser } from './token-parser.ts';

/** Parameter lists; what a default or an annotation is, the expression parser knows. */
export abstract class ParameterParser extends TokenParser {
  abstract expression(): ast.Expr;
  /** `*a`; `minimum`: see the expression parser. */
  protected abstract starred(minimum: 0 | 1): ast.Starred;

  /** Parameters up to, without, `close`: ')' of a `def`, with annotations, or ':' of a `lambda`. */
  protected parameters(close: ')' | ':'): ast.Arguments {
    const out: ast.Arguments = {
      kind: 'arguments',
      posonlyargs: [],
      args: [],
      vararg: null,
      kwonlyargs: [],
      kw_defaults: [],
      kwarg: null,
      defaults: [],
    };
    const annotated = close === ')';
    let star = false;
    let slash = false;
    while (this.token.type !== close) {
      if (this.accept('**')) {
        out.kwarg = this.parameter(annotated, false);
        this.accept(',');
        break;
      }
      if (this.at('*')) {
        if (star) this.refuse();
        star = true;
        this.next();
        if (this.at(',')) {
          // A bare star needs a parameter after it.
          if (this.ahead() !== 'NAME') this.refuse();
        } else out.vararg = this.parameter(annotated, true);
      } else if (this.at('/')) {
        if (star || slash || out.args.length === 0) this.refuse();
        slash = true;
        this.next();
        out.posonlyargs = out.args;
        out.args = [];
      } else {
        const a = this.parameter(annotated, false);
        const value = this.accept('=') ? this.expression() : null;
        if (star) {
          out.kwonlyargs.push(a);
          out.kw_defaults.push(value);
        } else {
          out.args.push(a);
          if (value !== null) out.defaults.push(value);
          else if (out.defaults.length > 0) this.refuse();
        }
      }
      if (!this.accept(',')) break;
    }
    if (this.token.type !== close) this.refuse();
    return out;
  }

  private parameter(annotated: boolean, star: boolean): ast.Arg {
    const start = this.token;
    const arg = this.identifier();
    let annotation: ast.Expr | null = null;
    if (annotated && this.accept(':')) annotation = star && this.at('*') ? this.starred(1) : this.expression();
    return { kind: 'arg', arg, annotation, ...this.span(start, this.last) };
  }
}
