import { describe, expect, it } from '@jest/globals';
import { findOptOut } from '../../../../handlers/domain/destinations/find-opt-out.ts';
import { noteFeedback, putOptOut } from '../../../../handlers/domain/destinations/opt-outs.ts';
import { DeliveryUnavailable } from '../../../../handlers/domain/errors.ts';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import { fixedKeys, optOutsInMemory } from '../../fixtures.ts';

const SINCE = '2026-11-22T10:00:00.000Z';
const unrecorded = async () => undefined;

function somePorts(...stopped: string[]) {
  const asked: string[] = [];
  const ports = {
    optOuts: optOutsInMemory(),
    subjectKeys: fixedKeys(deriveKeys('v1', 'a secret')),
    defaultCountry: 'IN' as const,
    stopList: {
      has: async (number: string) => {
        asked.push(number);
        return stopped.includes(number);
      },
    },
  };
  return { ports, asked };
}

describe('looking up an opt-out', () => {
  it('finds a number in any spelling, and then does not ask for a stop word', async () => {
    const { ports, asked } = somePorts('+919876543210');
    await putOptOut({ phone_number: '098765 43210', opted_out: true }, ports, unrecorded);
    expect(await findOptOut({ phone_number: '+91 98765-43210' }, ports)).toEqual({
      ok: true,
      value: { opted_out: true, how: 'recorded', since: SINCE },
    });
    expect(asked).toEqual([]);
  });

  it('finds who answered STOP, whose time nobody tells', async () => {
    const { ports, asked } = somePorts('+919876543210');
    const found = await findOptOut({ phone_number: '098765 43210' }, ports);
    expect(found).toEqual({ ok: true, value: { opted_out: true, how: 'stop_word' } });
    const other = await findOptOut({ phone_number: '+919876543211' }, ports);
    expect(other).toEqual({ ok: true, value: { opted_out: false } });
    expect(asked).toEqual(['+919876543210', '+919876543211']);
  });

  it('does not say no when nobody knows', async () => {
    const { ports } = somePorts();
    const stopList = { has: () => Promise.reject(new DeliveryUnavailable()) };
    await expect(findOptOut({ phone_number: '+919876543210' }, { ...ports, stopList })).rejects.toThrow(
      DeliveryUnavailable,
    );
  });

  it('says how an address came to be on the list, a bounce for its spelling alone', async () => {
    const { ports, asked } = somePorts();
    await noteFeedback('ada@example.com', 'bounced', ports);
    await noteFeedback('bea+x@example.com', 'complained', ports);
    const how = async (email: string) => {
      const found = await findOptOut({ email }, ports);
      return found.ok && (found.value.how ?? found.value.opted_out);
    };
    const emails = ['Ada@example.com', 'ada+x@example.com', 'bea@example.com', 'cid@example.com'];
    expect(await Promise.all(emails.map(how))).toEqual(['bounced', false, 'complained', false]);
    expect(asked).toEqual([]);
  });

  it('refuses what is no number', async () => {
    const { ports } = somePorts();
    expect(await findOptOut({ phone_number: 'my phone' }, ports)).toMatchObject({
      ok: false,
      refusal: { errors: [{ field: 'phone_number' }] },
    });
  });
});
