/**
 * The rules of composite alarms: ALARM, OK and INSUFFICIENT_DATA of alarms by name or ARN, TRUE, FALSE, AND, OR, NOT
 * and parentheses.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
import type { AlarmState } from './alarm-state.ts';

/** The state of an alarm by its name or ARN. */
type StateOf = (alarm: string) => AlarmState;

export interface AlarmRule {
  readonly isTrue: (stateOf: StateOf) => boolean;
  /** Names or ARNs. */
  readonly alarms: readonly string[];
}

const MOST_CHARACTERS = 10_240;
const TOKEN =
  /\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|([^\s")]+))\s*\)|(AND|OR|NOT|TRUE|FALSE)\b|([()]))/y;

type Token = { readonly state: AlarmState; readonly alarm: string } | string;
type Test = (stateOf: StateOf) => boolean;

/** @throws when AWS would refuse the rule */
export function readRule(text: string): AlarmRule {
  const tokens = tokensOf(text);
  let at = 0;
  const wrong = () => new Error(`the alarm rule is not valid at its part ${at + 1}: ${text}`);

  function either(): Test {
    let left = both();
    while (tokens[at] === 'OR') {
      at += 1;
      const [one, other] = [left, both()];
      left = (stateOf) => one(stateOf) || other(stateOf);
    }
    return left;
  }
  function both(): Test {
    let left = single();
    while (tokens[at] === 'AND') {
      at += 1;
      const [one, other] = [left, single()];
      left = (stateOf) => one(stateOf) && other(stateOf);
    }
    return left;
  }
  function single(): Test {
    const token = tokens[at];
    at += 1;
    if (typeof token === 'object') {
      return (stateOf) => stateOf(token.alarm) === token.state;
    }
    switch (token) {
      case 'TRUE':
        return () => true;
      case 'FALSE':
        return () => false;
      case 'NOT': {
        const inner = single();
        return (stateOf) => !inner(stateOf);
      }
      case '(': {
        const inner = either();
        if (tokens[at] !== ')') {
          throw wrong();
        }
        at += 1;
        return inner;
      }
      default:
        throw wrong();
    }
  }

  const isTrue = either();
  if (at < tokens.length || text.length > MOST_CHARACTERS) {
    throw wrong();
  }
  return { isTrue, alarms: tokens.flatMap((token) => (typeof token === 'object' ? [token.alarm] : [])) };
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (match === null) {
      throw new Error(`the alarm rule is not valid: ${text}`);
    }
    const [, state, quoted, bare, word, bracket] = match;
    tokens.push(
      state === undefined
        ? (word ?? bracket ?? '')
        : { state: state as AlarmState, alarm: quoted ?? bare ?? '' },
    );
  }
  return tokens;
}
