import { describe, expect, it } from 'vitest';
import { differingMechanisms, hybrid, sentenceFor, stepsBetween, unexplainedFields } from './hybrid.ts';
import { findModel, models } from './index.ts';
import { mechanisms } from './mechanisms.ts';

const model = (name: string) => findModel(name)!;

describe('hybrid models', () => {
  it('differ from their base in the switched mechanism alone', () => {
    const calls = mechanisms.filter((m) => m.id === 'call-arguments');
    const mixed = hybrid(model('3.10'), model('3.11'), calls);
    expect(mixed.callCost).toBe('moved');
    expect(differingMechanisms(model('3.10'), mixed)).toEqual(calls);
    expect(model('3.10').callCost).toBe('copied');
  });

  it('are the newer release when everything is switched', () => {
    for (let i = 1; i < models.length; i++) {
      const [older, newer] = [models[i - 1]!, models[i]!];
      expect(unexplainedFields(older, newer), `${older.name} → ${newer.name}`).toEqual([]);
      expect(hybrid(older, newer, mechanisms)).toEqual(newer);
    }
  });
});

describe('the sentence of a mechanism', () => {
  it('is that of the release which changed it', () => {
    const calls = mechanisms.find((m) => m.id === 'call-arguments')!;
    expect(sentenceFor(calls, stepsBetween(calls, model('3.10'), model('3.12')), model('3.12'))).toMatch(/^3\.11 moves the argument/);
    expect(sentenceFor(calls, stepsBetween(calls, model('3.13'), model('3.14')), model('3.14'))).toMatch(/^3\.14 lends/);
  });
});
