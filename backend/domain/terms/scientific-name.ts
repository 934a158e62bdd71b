/** A scientific name in its parts. Text of the parts is as written, except for the hybrid sign and capitals of names in capitals. */
export interface ScientificName {
  /** Without authorship and qualifiers, with the rank of an infraspecific name: `Betula pendula f. dalecarlica`. */
  readonly canonical: string;
  /** The first word: a genus, or a name of another rank when nothing follows. */
  readonly genusOrAbove: string;
  readonly subgenus?: string;
  readonly specificEpithet?: string;
  readonly infraspecificEpithet?: string;
  /** Marker of the infraspecific rank as written without its dot: `var`, `subsp`, `f`. */
  readonly infraspecificRank?: string;
  readonly authorship?: string;
  /** `cf.`, `aff.`, `?`, `sp.` …: how sure the name is. */
  readonly qualifier?: string;
  readonly hybrid?: 'named' | 'formula';
}

const RANKS =
  /^(subsp|ssp|subspec|var|variety|subvar|form|fm|nvar|nothossp|nothof|agamossp|agamovar|nat|st|f|fo|forma|fma|subf|cv|nothosubsp|nothovar|prol|proles|race|ab|morph|convar|agamosp|pv|pathovar|bv|natio)\.?$/;
const QUALIFIERS = /^(cf|aff|nr|near|prox|agg|sp|spp|spec|species|indet|gr|ined)\.?$|^\?$/i;
const OPEN = /^(sp|spp|spec|species|indet)\.?$/i;
const PARTICLES =
  /^(de|del|della|delle|dela|der|den|des|di|do|dos|da|das|du|la|le|les|van|von|vom|zu|zur|zum|ten|ter|te|in|ex|et|and|und|y|al|f|fil|filius|bis|emend|non|nec|sensu|auct|auctt|hort|nom|comb|sp|stat|nov|s|d|el|e|af|av|dem|ver|apud|anon|fide|pro|not|ined|bacterium|strain)\.?,?$/;
const NOT_A_NAME =
  /virus\b|viruses\b|phage\b|plasmid|viroid|satellite|prion\b|\b(unnamed|unidentified|unknown|undetermined|uncultured|none|incertae|inc\.|not)\b.*|\bclade\b|\b(phytoplasma|bacterium)\b/i;

const HYBRID_SIGN = /^(?:×|✕|[xX]\s+(?=\p{Lu}))\s*/u;
const NAME_WORD = /^\p{Lu}[\p{Ll}'’-]*(?:-\p{Lu}?\p{Ll}+)?$/u;
const EPITHET = /^(?:\d{1,2}-)?\p{Ll}[\p{Ll}'’.-]*\p{Ll}$/u;

/** The parts of a scientific name, good for genus, epithets and authorship as labels have them. Undefined when it is none that can be parsed. */
export function parseScientificName(text: string): ScientificName | undefined {
  const tidy = capitalised(
    text
      .normalize('NFC')
      .replace(/(?<=\p{Ll})\(/gu, ' (')
      .replace(/[\s_]+/g, ' ')
      .trim(),
  );
  if (tidy === '' || tidy.length > 500 || NOT_A_NAME.test(tidy)) return undefined;
  const formula = hybridFormula(tidy);
  if (formula) return formula;
  const hybrid = HYBRID_SIGN.test(tidy);
  const words = tidy.replace(HYBRID_SIGN, '').split(' ');
  const genus = words[0]!.replace(/[?,]+$/, '');
  if (!NAME_WORD.test(genus) || genus.length < 2) return undefined;
  return new NameReader(genus, words.slice(1), hybrid || /\s(×\s?|[xX]\s)\p{Ll}/u.test(tidy)).read();
}

// ROSA ACICULARIS LINDL. is Rosa acicularis Lindl.: where all is in capitals they say nothing.
function capitalised(text: string): string {
  if (!/^\p{Lu}{4,}[\p{Lu} .]*$/u.test(text)) return text;
  const [genus, epithet, ...rest] = text.split(' ');
  const title = (word: string): string => word.slice(0, 1) + word.slice(1).toLowerCase();
  return [title(genus!), epithet?.toLowerCase(), ...rest.map(title)].filter(Boolean).join(' ');
}

function hybridFormula(text: string): ScientificName | undefined {
  const parts = text.split(/\s(?:×|x|X)\s(?=\p{Lu})/u);
  if (parts.length < 2 || !/^\p{Lu}\p{Ll}/u.test(parts[0]!)) return undefined;
  const names = parts.map((part) => parseScientificName(part)?.canonical);
  if (names.includes(undefined)) return undefined;
  return { canonical: names.join(' × '), genusOrAbove: names[0]!.split(' ')[0]!, hybrid: 'formula' };
}

/** Reads the words after the first, from left to right. */
class NameReader {
  private at = 0;
  private subgenus?: string;
  private specific?: string;
  private rank?: string;
  private infraspecific?: string;
  private qualifier?: string;
  private open = false;
  private authorship: string[] = [];

  constructor(
    private readonly genus: string,
    private readonly words: readonly string[],
    private readonly hybrid: boolean,
  ) {}

  read(): ScientificName {
    this.readSubgenus();
    this.readQualifiers();
    if (!this.open) this.readEpithets();
    return present({
      canonical: [this.genus, this.specific, this.rank && `${this.rank}.`, this.infraspecific]
        .filter(Boolean)
        .join(' '),
      genusOrAbove: this.genus,
      subgenus: this.subgenus,
      specificEpithet: this.specific,
      infraspecificEpithet: this.infraspecific,
      infraspecificRank: this.rank,
      authorship: this.authorship.join(' ').replace(/^[,\s]+|[,;:\s]+$/g, '') || undefined,
      qualifier: this.qualifier,
      hybrid: this.hybrid ? 'named' : undefined,
    });
  }

  private readSubgenus(): void {
    const match = /^\((\p{Lu}\p{Ll}+)\)$/u.exec(this.words[0] ?? '');
    if (!match || !this.isEpithet(this.words[1])) return;
    this.subgenus = match[1];
    this.at = 1;
  }

  private readQualifiers(): void {
    while (QUALIFIERS.test(this.words[this.at] ?? '')) {
      this.qualifier ??= this.words[this.at]!;
      this.open ||= OPEN.test(this.words[this.at]!);
      this.at++;
    }
  }

  private readEpithets(): void {
    if (/^(×|x|X)$/.test(this.words[this.at] ?? '')) this.at++;
    const first = this.words[this.at]?.replace(/^×/, '');
    if (this.isEpithet(first)) {
      this.specific = this.clean(first!);
      this.at++;
      this.readQualifiers();
      const second = this.words[this.at];
      if (this.isEpithet(second)) {
        this.infraspecific = this.clean(second!);
        this.at++;
      }
    }
    this.readRest();
  }

  /** Authorship, and an infraspecific name that follows it; the authorship of the last name is the name's. */
  private readRest(): void {
    for (; this.at < this.words.length; this.at++) {
      const word = this.words[this.at]!;
      const next = this.words[this.at + 1];
      if (this.specific && RANKS.test(word) && this.isEpithet(next)) this.takeInfraspecific(word, next!);
      else if (QUALIFIERS.test(word) && this.authorship.length === 0) this.qualifier ??= word;
      else this.authorship.push(word);
    }
  }

  private takeInfraspecific(marker: string, epithet: string): void {
    this.rank = marker
      .replace(/\.$/, '')
      .replace(/^(fo|form|forma|fma|fm)$/, 'f')
      .replace(/^(ssp|subspec)$/, 'subsp')
      .replace('variety', 'var');
    this.infraspecific = this.clean(epithet);
    this.authorship = [];
    this.at++;
  }

  private isEpithet(word: string | undefined): boolean {
    if (word === undefined || PARTICLES.test(word) || RANKS.test(word) || QUALIFIERS.test(word)) return false;
    return EPITHET.test(this.clean(word)) && word.length >= 2 && !word.includes('.');
  }

  private clean(word: string): string {
    return word.replace(/^×/, '').replace(/[?,;]+$/, '');
  }
}

function present(name: { [Part in keyof ScientificName]: ScientificName[Part] | undefined }): ScientificName {
  return Object.fromEntries(Object.entries(name).filter(([, part]) => part !== undefined)) as unknown as ScientificName;
}
