/**
 * The shape of host names with a dot. The last label has letters only, or is the ASCII form of one in another script,
 * such as `xn--p1ai`: RFC 3696 section 2, RFC 5890 section 2.3.2.1.
 */

/** The source of a regular expression. `letter` is a range, `prefix` what marks a label of another script. */
function hostName(letter: string, prefix: string): string {
  const [end, middle] = [`[${letter}0-9]`, `[${letter}0-9-]`];
  return `(?:${end}(?:${middle}{0,61}${end})?\\.)+(?:[${letter}]{2,63}|${prefix}--${middle}{0,58}${end})`;
}

/** In lower case, as configurations name hosts. */
export const HOST_NAME = hostName('a-z', 'xn');

/** As people type it. */
export const TYPED_HOST_NAME = hostName('A-Za-z', '[Xx][Nn]');
