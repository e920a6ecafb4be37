import { describe, expect, it } from '@jest/globals';
import { repeatedMembers } from '../../../handlers/domain/repeated-members.ts';
import { anyCharacter, fc } from '../../support/properties.ts';

describe('repeated members', () => {
  it.each([
    ['{}', []],
    ['{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}', []],
    ['{"a":1,"a":1}', ['a']],
    ['{"a":1,"b":2,"a":3,"b":4,"a":5}', ['a', 'b', 'a']],
    ['{"context":{"amount":"1","payee":"x","amount":"2"}}', ['context.amount']],
    ['{"a":{"b":1},"a":{"b":2}}', ['a']],
    ['{"l":[0,{"a":1,"a":2}]}', ['l.1.a']],
    ['[{"a":1,"a":2},[1,2],{"a":1}]', ['0.a']],
    // An escape spells the same name, and a name that looks like structure is still a name.
    [String.raw`{"a":1,"\u0061":2}`, ['a']],
    [String.raw`{"x\"y":1,"x\"y":2}`, ['x"y']],
    ['{"{,":1,"},{":2,"{,":3}', ['{,']],
    ['{ "a" : "a" , "b" : ["a","a"] , "a" : null }', ['a']],
    ['{"__proto__":1,"__proto__":2,"constructor":3}', ['__proto__']],
    ['"text"', []],
  ])('of %s are %j', (text, paths) => {
    expect(repeatedMembers(text, 20)).toEqual(paths);
  });

  it('are none in what JSON.stringify writes, and one when one is added', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: anyCharacter }), fc.jsonValue(), { minKeys: 1 }),
        fc.nat(),
        fc.jsonValue(),
        (members, pick, value) => {
          const text = JSON.stringify(members);
          expect(repeatedMembers(text, 20)).toEqual([]);
          const names = Object.keys(members);
          const name = names[pick % names.length] ?? '';
          const twice = `${text.slice(0, -1)},${JSON.stringify(name)}:${JSON.stringify(value)}}`;
          expect(repeatedMembers(twice, 20)).toEqual([name]);
          expect(repeatedMembers(`{"list":[1,${twice}]}`, 20)).toEqual([`list.1.${name}`]);
        },
      ),
    );
  });

  it('are found up to a limit, and quickly, however deep the text', () => {
    expect(repeatedMembers(`{${'"a":1,'.repeat(2_000)}"a":1}`, 20)).toHaveLength(20);
    const deep = `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`;
    expect(repeatedMembers(deep, 20)).toEqual([]);
  });
});
