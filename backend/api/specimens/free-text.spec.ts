import { ApiAtHand } from '../../../infra/testing/api-at-hand.js';
import type { ApiClient } from '../../../infra/testing/api-client.js';
import { naughtyStrings } from '../../../infra/testing/naughty-strings.js';

jest.setTimeout(120_000);
const texts = naughtyStrings.filter((text) => text.isWellFormed());
const AT_ONCE = 16;
let api: ApiAtHand;
let collectionId: string;
let curator: ApiClient;
beforeAll(async () => {
  api = await ApiAtHand.open();
  collectionId = await api.collection();
  curator = await api.program('curator');
});
afterAll(() => api.close());

/** Does something with each text, a few at a time. */
async function each<T>(work: (text: string) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  for (let at = 0; at < texts.length; at += AT_ONCE)
    done.push(...(await Promise.all(texts.slice(at, at + AT_ONCE).map(work))));
  return done;
}

describe('Free text', () => {
  it('comes back as it was sent, whatever it is; blank means absent', async () => {
    const receipts = await each(async (text) => {
      const terms = { locality: text, occurrenceRemarks: text, recordedBy: text, verbatimLabel: text };
      const identification = { terms: { identificationRemarks: text }, identifiedBy: [text], note: text };
      const answer = await curator.post('specimens', { collectionId, terms, identification, note: text });
      expect([text, answer.status]).toEqual([text, 201]);
      return { text, id: answer.body.id as string, position: answer.body.position as string };
    });
    const last = receipts
      .map(({ position }) => position)
      .sort()
      .at(-1);
    await curator.get(`specimens/${receipts[0]?.id}?atLeast=${last}`);
    const byText = new Map(receipts.map(({ text, id }) => [text, id]));
    await each(async (text) => {
      const id = byText.get(text);
      const said = text.trim() !== '';
      const kept = said ? { locality: text, occurrenceRemarks: text, recordedBy: text, verbatimLabel: text } : {};
      expect((await curator.get(`specimens/${id}`)).body.terms).toEqual(kept);
      const { body } = await curator.get(`specimens/${id}/history`);
      expect([body.events[0].data.terms, body.events[0].data.note]).toEqual([kept, said ? text : undefined]);
      expect(body.events[1].data.terms).toEqual(said ? { identificationRemarks: text } : {});
      expect(body.events[1].data.identifiedBy).toEqual(said ? [text] : []);
    });
  });

  it('can be searched for, whatever it is', async () => {
    await each(async (text) => {
      const ask = async (query: Record<string, string>) =>
        (await curator.get(`specimens?${new URLSearchParams(query).toString()}`)).status;
      const found = [
        await ask({ q: text.slice(0, 1_000) }),
        await ask({ 'country.prefix': text }),
        await ask({ country: text }),
      ];
      expect([text, ...found]).toEqual([text, 200, 200, 200]);
      expect(await ask({ sort: `${text}!`, cursor: text })).toBe(400);
    });
  });
});
