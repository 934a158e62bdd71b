/** A collector or determiner of history, with years of field work and where. */
export interface DemoPerson {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  /** p plants, i insects, v vertebrates. */
  readonly groups: string;
  /** Regions of `places.ts` where they worked. */
  readonly regions: string;
  /** Often gathered with this one. */
  readonly companion?: string;
}

// name | first and last year of field work, roughly | groups | regions | companion
const TABLE = `
Marie-Victorin, Fr.|1908|1944|p|qgb|Rolland-Germain, Fr.
Rolland-Germain, Fr.|1910|1958|p|qg|Marie-Victorin, Fr.
Rousseau, Jacques|1926|1965|p|qba
Rouleau, Ernest|1936|1985|p|qg|Marie-Victorin, Fr.
Raymond, Marcel|1935|1968|p|qga|Kucyniak, James
Kucyniak, James|1942|1961|p|qb|Raymond, Marcel
Dansereau, Pierre|1934|1975|p|qg
Lepage, Ernest|1931|1970|p|ba|Dutilly, Arthème
Dutilly, Arthème|1936|1965|p|ba|Lepage, Ernest
Gauvreau, Marcelle|1932|1965|p|qg
Saint-Cyr, Dominique-Napoléon|1870|1893|p|g
Provancher, Léon|1850|1890|pi|qg
Macoun, John|1865|1915|p|qgb
Traill, Catharine Parr|1840|1895|p|q
Fernald, Merritt Lyndon|1895|1945|p|qga
Pringle, Cyrus Guernsey|1874|1905|p|qa
Gray, Asa|1832|1885|p|q
Cinq-Mars, Lionel|1945|1973|p|qg
Gervais, Camille|1965|2005|p|qgb
Flahault, Charles|1875|1930|p|fm
Bonnier, Gaston|1875|1920|p|fm
Cosson, Ernest|1840|1885|p|f
Coste, Hippolyte|1880|1922|p|fm
Crépin, François|1855|1900|p|f
Braun-Blanquet, Josias|1912|1970|p|fm
Chagnon, Gustave|1895|1955|i|q
Beaulieu, Germain|1900|1940|i|q
Couper, William|1840|1885|i|qg
Winn, Albert F.|1895|1935|i|q
Lyman, Henry H.|1875|1914|i|qg
Robert, Adrien|1935|1975|i|qb
Walker, Edmund M.|1895|1960|i|qb
Criddle, Norman|1900|1932|i|qb
Comeau, Napoléon-Alexandre|1875|1920|v|gb
Johansen, Frits|1915|1935|v|qgb
Bleakney, J. Sherman|1950|1985|v|qg
Cameron, Austin W.|1945|1970|v|qgb
Mélançon, Claude|1920|1960|v|q
Godfrey, W. Earl|1940|1985|v|qb
`;

/** Botanists, entomologists and zoologists who worked in these places. */
export const PEOPLE: readonly DemoPerson[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [name, first, last, groups, regions, companion] = line.split('|') as [
      string,
      string,
      string,
      string,
      string,
      string?,
    ];
    return { name, first: Number(first), last: Number(last), groups, regions, ...(companion && { companion }) };
  });
