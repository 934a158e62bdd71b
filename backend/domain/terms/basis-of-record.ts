import { foldText } from './fold-text.js';

/** What a record rests on, by Darwin Core's class names. */
export const BASES_OF_RECORD = [
  'PreservedSpecimen',
  'FossilSpecimen',
  'LivingSpecimen',
  'MaterialEntity',
  'MaterialSample',
  'MaterialCitation',
  'HumanObservation',
  'MachineObservation',
  'Occurrence',
  'Event',
  'Taxon',
] as const;
/** One of Darwin Core's bases of record. */
export type BasisOfRecord = (typeof BASES_OF_RECORD)[number];

const BY_NAME = new Map(BASES_OF_RECORD.map((basis) => [basis.toLowerCase(), basis]));

// The order decides: a "fossil specimen" is a fossil before it is a specimen. Compared with letters only.
const BY_WORD: readonly (readonly [RegExp, BasisOfRecord])[] = [
  [/fossil|fossii/, 'FossilSpecimen'],
  [/machine|maquina|cameratrap|sensor/, 'MachineObservation'],
  [/living|vivo|culture|germplasm|germoplasm|cultivated|liveplant|sown|zoo$|^l$/, 'LivingSpecimen'],
  [/humanobs|observacionhumana|^ho$/, 'HumanObservation'],
  [/dna|environment(al)?sample|tissue|^(soil|water)?sample$|materialsample/, 'MaterialSample'],
  [/literat|^lit$|publication|^(un)?publishedreport$|^book$|journal|materialcitation|reportado/, 'MaterialCitation'],
  [
    /preserv|prserv|specim|especim|voucher|herbarium|pinned|mounted|papered|alcohol|fluid|dried|ecimen/,
    'PreservedSpecimen',
  ],
  [/obs|sight|photo|^foto|imag|sound|record|drawing|video|survey|seenorheard|multimedia|^s?o$/, 'HumanObservation'],
  [
    /^(accession|collection|sheet|espece|label|objekt|ps?|sp?|fishpreparation)$|drysample|deadseed/,
    'PreservedSpecimen',
  ],
  [/^(occurrence|unknown)$/, 'Occurrence'],
];

/** The basis of record that a text states: `Preserved specimen`, `ESPECIMEN PRESERVADO`, `voucher`. Undefined when blank or unknown. */
export function parseBasisOfRecord(text: string): BasisOfRecord | undefined {
  const word = foldText(text).replace(/[^a-z]/g, '');
  if (word === '') return undefined;
  return BY_NAME.get(word) ?? BY_WORD.find(([pattern]) => pattern.test(word))?.[1];
}
