/**
 * A pure function of a text that remembers its latest answers: names, people and vocabularies repeat from row to row.
 * It forgets all of them when it knows `atMost`, so memory stays flat.
 */
export function remembering<Answer>(answer: (text: string) => Answer, atMost = 8_192): (text: string) => Answer {
  const remembered = new Map<string, { readonly answer: Answer }>();
  return (text) => {
    const known = remembered.get(text);
    if (known) return known.answer;
    const found = { answer: answer(text) };
    if (remembered.size >= atMost) remembered.clear();
    remembered.set(text, found);
    return found.answer;
  };
}
