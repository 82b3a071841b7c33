/** What is newer, where its release's parser stops. */
export interface Newer {
  /** Index in the text of the token that the older parser does not understand. */
  readonly at: number;
  /** Units of that token; offsets of releases up to 3.7 are those of its last character. */
  readonly length: number;
  /** Default: `invalid syntax`. */
  readonly message?: string;
}
