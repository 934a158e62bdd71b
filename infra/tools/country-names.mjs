#!/usr/bin/env node
/**
 * Writes `projections/quality/country-names.ts`: ISO 3166-1 codes with the names that labels use, folded, from the
 * region names of Node's own ICU in the languages of collections, the names ISO writes with a comma, and names of the past.
 */
import { writeFileSync } from 'node:fs';

const LANGUAGES =
  'en fr es pt de it nl sv da nb fi is pl cs sk hu ro hr sl et lv lt tr id vi eu ca el ru uk bg ja zh ko'.split(' ');

/** alpha-2, alpha-3, numeric */
const CODES = `
AD AND 020|AE ARE 784|AF AFG 004|AG ATG 028|AI AIA 660|AL ALB 008|AM ARM 051|AO AGO 024|AQ ATA 010|AR ARG 032|AS ASM 016|AT AUT 040|AU AUS 036
AW ABW 533|AX ALA 248|AZ AZE 031|BA BIH 070|BB BRB 052|BD BGD 050|BE BEL 056|BF BFA 854|BG BGR 100|BH BHR 048|BI BDI 108|BJ BEN 204|BL BLM 652
BM BMU 060|BN BRN 096|BO BOL 068|BQ BES 535|BR BRA 076|BS BHS 044|BT BTN 064|BV BVT 074|BW BWA 072|BY BLR 112|BZ BLZ 084|CA CAN 124|CC CCK 166
CD COD 180|CF CAF 140|CG COG 178|CH CHE 756|CI CIV 384|CK COK 184|CL CHL 152|CM CMR 120|CN CHN 156|CO COL 170|CR CRI 188|CU CUB 192|CV CPV 132
CW CUW 531|CX CXR 162|CY CYP 196|CZ CZE 203|DE DEU 276|DJ DJI 262|DK DNK 208|DM DMA 212|DO DOM 214|DZ DZA 012|EC ECU 218|EE EST 233|EG EGY 818
EH ESH 732|ER ERI 232|ES ESP 724|ET ETH 231|FI FIN 246|FJ FJI 242|FK FLK 238|FM FSM 583|FO FRO 234|FR FRA 250|GA GAB 266|GB GBR 826|GD GRD 308
GE GEO 268|GF GUF 254|GG GGY 831|GH GHA 288|GI GIB 292|GL GRL 304|GM GMB 270|GN GIN 324|GP GLP 312|GQ GNQ 226|GR GRC 300|GS SGS 239|GT GTM 320
GU GUM 316|GW GNB 624|GY GUY 328|HK HKG 344|HM HMD 334|HN HND 340|HR HRV 191|HT HTI 332|HU HUN 348|ID IDN 360|IE IRL 372|IL ISR 376|IM IMN 833
IN IND 356|IO IOT 086|IQ IRQ 368|IR IRN 364|IS ISL 352|IT ITA 380|JE JEY 832|JM JAM 388|JO JOR 400|JP JPN 392|KE KEN 404|KG KGZ 417|KH KHM 116
KI KIR 296|KM COM 174|KN KNA 659|KP PRK 408|KR KOR 410|KW KWT 414|KY CYM 136|KZ KAZ 398|LA LAO 418|LB LBN 422|LC LCA 662|LI LIE 438|LK LKA 144
LR LBR 430|LS LSO 426|LT LTU 440|LU LUX 442|LV LVA 428|LY LBY 434|MA MAR 504|MC MCO 492|MD MDA 498|ME MNE 499|MF MAF 663|MG MDG 450|MH MHL 584
MK MKD 807|ML MLI 466|MM MMR 104|MN MNG 496|MO MAC 446|MP MNP 580|MQ MTQ 474|MR MRT 478|MS MSR 500|MT MLT 470|MU MUS 480|MV MDV 462|MW MWI 454
MX MEX 484|MY MYS 458|MZ MOZ 508|NA NAM 516|NC NCL 540|NE NER 562|NF NFK 574|NG NGA 566|NI NIC 558|NL NLD 528|NO NOR 578|NP NPL 524|NR NRU 520
NU NIU 570|NZ NZL 554|OM OMN 512|PA PAN 591|PE PER 604|PF PYF 258|PG PNG 598|PH PHL 608|PK PAK 586|PL POL 616|PM SPM 666|PN PCN 612|PR PRI 630
PS PSE 275|PT PRT 620|PW PLW 585|PY PRY 600|QA QAT 634|RE REU 638|RO ROU 642|RS SRB 688|RU RUS 643|RW RWA 646|SA SAU 682|SB SLB 090|SC SYC 690
SD SDN 729|SE SWE 752|SG SGP 702|SH SHN 654|SI SVN 705|SJ SJM 744|SK SVK 703|SL SLE 694|SM SMR 674|SN SEN 686|SO SOM 706|SR SUR 740|SS SSD 728
ST STP 678|SV SLV 222|SX SXM 534|SY SYR 760|SZ SWZ 748|TC TCA 796|TD TCD 148|TF ATF 260|TG TGO 768|TH THA 764|TJ TJK 762|TK TKL 772|TL TLS 626
TM TKM 795|TN TUN 788|TO TON 776|TR TUR 792|TT TTO 780|TV TUV 798|TW TWN 158|TZ TZA 834|UA UKR 804|UG UGA 800|UM UMI 581|US USA 840|UY URY 858
UZ UZB 860|VA VAT 336|VC VCT 670|VE VEN 862|VG VGB 092|VI VIR 850|VN VNM 704|VU VUT 548|WF WLF 876|WS WSM 882|XK XKX -|YE YEM 887|YT MYT 175
ZA ZAF 710|ZM ZMB 894|ZW ZWE 716`;

/** Names that ICU does not give: official, with a comma as ISO writes them, parts of countries, names of the past. */
const MORE = {
  AE: 'uae|united arab emirates (the)|trucial states',
  AR: 'argentine republic|republica argentina',
  AU: 'commonwealth of australia|tasmania|new south wales|queensland|western australia',
  BA: 'bosnia|bosnia-herzegovina',
  BJ: 'dahomey',
  BF: 'upper volta|haute-volta',
  BN: 'brunei darussalam',
  BO: 'bolivia, plurinational state of|bolivia (plurinational state of)|plurinational state of bolivia|estado plurinacional de bolivia',
  BQ: 'bonaire, sint eustatius and saba|bonaire|saba|sint eustatius',
  BR: 'federative republic of brazil|republica federativa do brasil|brésil|brazilian',
  BS: 'bahama islands|commonwealth of the bahamas',
  BW: 'bechuanaland',
  BZ: 'british honduras',
  BY: 'belorussia|byelorussia|white russia',
  CC: 'cocos islands|keeling islands',
  CD: 'zaire|zaïre|belgian congo|congo belge|congo, democratic republic of the|congo, democratic republic of|congo, the democratic republic of the|democratic republic of the congo|democratic republic of congo|dr congo|drc|congo kinshasa',
  CG: 'congo|congo, republic of the|congo, republic of|republic of the congo|congo brazzaville|middle congo|french congo',
  CI: 'ivory coast|elfenbeinküste',
  CN: "people's republic of china|peoples republic of china|p.r. china|pr china|prc|tibet|manchuria",
  CV: 'cape verde|cape verde islands',
  CZ: 'czech republic|bohemia|moravia',
  DE: 'federal republic of germany|west germany|east germany|germany, federal republic of|german democratic republic|gdr|ddr|brd|bundesrepublik deutschland|prussia|bavaria|saxony',
  DO: 'dominican rep|santo domingo',
  ER: 'erythraea',
  ET: 'abyssinia',
  FK: 'falkland islands (malvinas)|malvinas',
  FM: 'micronesia, federated states of|federated states of micronesia|caroline islands',
  FO: 'faeroe islands|faroes|faeroes',
  FR: 'french republic|corsica',
  GB: 'uk|u.k.|great britain|britain|england|scotland|wales|northern ireland|united kingdom of great britain and northern ireland|schottland|angleterre|écosse',
  GE: 'republic of georgia',
  GF: 'french guyana|guyane|cayenne',
  GH: 'gold coast',
  GM: 'the gambia|gambia, the',
  GN: 'french guinea|guinea conakry',
  GQ: 'spanish guinea|rio muni|fernando po',
  GW: 'portuguese guinea',
  GY: 'british guiana',
  HK: 'hong kong sar',
  HN: 'republic of honduras',
  HR: 'croatia',
  HU: 'republic of hungary',
  ID: 'dutch east indies|netherlands east indies|netherlands indies|nederlandsch-indië|java|sumatra|celebes|sulawesi',
  IE: 'republic of ireland|eire|irish free state',
  IN: 'british india|republic of india|sikkim',
  IQ: 'mesopotamia',
  IR: 'iran, islamic republic of|iran (islamic republic of)|islamic republic of iran|persia|perse|persien',
  JO: 'transjordan',
  JP: 'formosa japan|okinawa|ryukyu islands|nippon',
  KE: 'british east africa',
  KG: 'kirghizia|kirgizia',
  KH: 'kampuchea|cambodge',
  KN: 'st. kitts',
  KP: "korea, democratic people's republic of|north korea|dprk",
  KR: 'korea|korea, republic of|republic of korea|south korea|corea|corée',
  LA: "lao people's democratic republic|lao pdr|lao",
  LK: 'ceylon|ceilão|ceylan',
  LS: 'basutoland',
  LY: 'libyan arab jamahiriya|tripolitania|cyrenaica',
  MD: 'moldova, republic of|republic of moldova|moldavia',
  MG: 'malagasy republic',
  MK: 'macedonia|macedonia, the former yugoslav republic of|fyrom|republic of north macedonia|former yugoslav republic of macedonia',
  ML: 'french sudan',
  MM: 'burma|birma|birmanie',
  MN: 'outer mongolia',
  MO: 'macau',
  MU: 'ile de france',
  MW: 'nyasaland',
  MX: 'méjico|estados unidos mexicanos',
  MY: 'malaya|sarawak|sabah|british north borneo|federation of malaya',
  MZ: 'portuguese east africa',
  NA: 'south west africa|south-west africa|deutsch-südwestafrika|german south west africa',
  NL: 'holland|the netherlands|netherlands, the',
  PF: 'tahiti|society islands|marquesas islands',
  PG: 'new guinea|british new guinea|german new guinea|papua',
  PH: 'the philippines|philippine islands',
  PS: 'palestinian territory|palestine, state of|palestinian territory, occupied|palestinian territories|state of palestine',
  PT: 'azores|madeira|açores',
  PW: 'palau islands',
  PY: 'republica del paraguay',
  RE: 'reunion island|bourbon',
  RU: 'russian federation|russia|russian empire|siberia',
  RW: 'ruanda',
  SA: 'arabia',
  SB: 'british solomon islands',
  SE: 'kingdom of sweden|sverige',
  SH: 'saint helena, ascension and tristan da cunha|st. helena|ascension island|tristan da cunha',
  SJ: 'svalbard|jan mayen|spitsbergen|spitzbergen',
  SN: 'senegambia',
  SO: 'somali republic|british somaliland|italian somaliland',
  SR: 'surinam|dutch guiana|netherlands guiana',
  ST: 'são tomé|sao tome & principe|são tomé and principe',
  SV: 'salvador|republica de el salvador',
  SY: 'syrian arab republic|syrienne, république arabe',
  SZ: 'swaziland',
  TF: 'kerguelen|french southern territories',
  TH: 'siam',
  TL: 'east timor|portuguese timor|timor leste',
  TO: 'friendly islands',
  TR: 'turkey|turkiye|türkiye|asia minor|ottoman empire',
  TT: 'trinidad & tobago|trinidad|tobago',
  TV: 'ellice islands',
  TW: 'formosa|taiwan, province of china|republic of china|taiwan roc',
  TZ: 'tanganyika|zanzibar|tanzania, united republic of|united republic of tanzania|german east africa|deutsch-ostafrika',
  UA: 'ukrainian ssr|crimea',
  UM: 'wake island|midway islands|johnston atoll',
  US: 'usa|u.s.a.|u. s. a.|u.s.|united states of america (the)|united states of america|the united states|estados unidos da america|estados unidos de america|états-unis d’amérique|vereinigte staaten von amerika|hawaii|alaska|puerto rico usa|amerikas forenta stater',
  VA: 'holy see|holy see (vatican city state)',
  VC: 'st. vincent',
  VE: 'venezuela, bolivarian republic of|venezuela (bolivarian republic of)|bolivarian republic of venezuela',
  VG: 'virgin islands, british|british virgin islands|tortola',
  VI: 'virgin islands, u.s.|us virgin islands|virgin islands of the united states|danish west indies|st. croix|st. thomas',
  VN: 'viet nam|vietnam|annam|tonkin|cochinchina|cochin china|south vietnam|north vietnam',
  VU: 'new hebrides|nouvelles-hébrides',
  WS: 'western samoa',
  YE: 'aden|south yemen|north yemen',
  ZA: 'union of south africa|cape colony|natal|transvaal|rsa|republic of south africa',
  ZM: 'northern rhodesia',
  ZW: 'southern rhodesia|rhodesia',
  XK: 'kosovo',
};

const fold = (text) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const entries = CODES.trim()
  .split(/[|\n]/)
  .map((line) => line.split(' '));
const taken = new Map();
const names = new Map(entries.map(([code]) => [code, []]));
function give(code, text) {
  const name = fold(text);
  if (name.length < 2 || (taken.has(name) && taken.get(name) !== code)) return;
  if (!taken.has(name)) names.get(code).push(name);
  taken.set(name, code);
}
for (const [code, list] of Object.entries(MORE)) for (const name of list.split('|')) give(code, name);
for (const language of LANGUAGES) {
  const given = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  for (const [code] of entries) {
    const name = given.of(code);
    if (!name) continue;
    give(code, name);
    give(code, name.replace(/\s*\(.*\)/, ''));
    if (language === 'en') give(code, name.replace(/^St\. /, 'Saint ').replace(/^(.*)$/, 'the $1'));
  }
}

const told = entries.map(([code, alpha3, numeric]) => `${code} ${alpha3} ${numeric}|${names.get(code).join('|')}`);
// Two to a line, so that the file stays short enough to look through.
const lines = Array.from({ length: told.length / 2 }, (_, at) => told.slice(2 * at, 2 * at + 2).join(';'));
writeFileSync(
  new URL('../../projections/quality/country-names.ts', import.meta.url),
  `/**
 * ISO 3166-1 codes (alpha-2, alpha-3, numeric) and the folded names by which labels call each country, in the languages
 * of collections, with names of the past. Written by \`infra/tools/country-names.mjs\`; do not edit.
 */
// prettier-ignore
export const COUNTRY_NAMES: readonly string[] = \`
${lines.join('\n')}
\`.trim().split(/[;\\n]/);
`,
);
console.log(`${told.length} countries, ${taken.size} names`);
