/** A place where demonstration specimens were gathered; coordinates in degrees (WGS84), elevation in metres. */
export interface DemoPlace {
  readonly region: string;
  readonly country: string;
  readonly countryCode: string;
  readonly stateProvince: string;
  readonly municipality: string;
  readonly locality: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly elevation: number;
  readonly habitat: string;
}

// region | country | code | state or province | municipality | locality | latitude | longitude | elevation | habitat
const TABLE = `
q|Canada|CA|Québec|Montréal|Mont Royal, versant nord|45.507|-73.597|190|érablière à caryer
q|Canada|CA|Québec|Oka|Oka, rive du lac des Deux-Montagnes|45.468|-74.089|25|grève sablonneuse
q|Canada|CA|Québec|Mont-Saint-Hilaire|Mont Saint-Hilaire, lac Hertel|45.545|-73.152|170|érablière à hêtre
q|Canada|CA|Québec|Orford|Mont Orford, sentier du sommet|45.312|-72.240|760|sapinière d'altitude
q|Canada|CA|Québec|Rigaud|Rigaud, champ de pierres|45.478|-74.301|110|éboulis ombragé
q|Canada|CA|Québec|Philipsburg|Philipsburg, baie Missisquoi|45.037|-73.079|35|rocher calcaire
q|Canada|CA|Québec|Saint-Joachim|Cap-Tourmente, battures|47.075|-70.787|5|marais intertidal
q|Canada|CA|Québec|Saint-Jean-de-l'Île-d'Orléans|Île d'Orléans, Saint-Jean|46.914|-70.893|10|grève estuarienne
q|Canada|CA|Québec|Longueuil|Longueuil, boisé Du Tremblay|45.537|-73.427|25|bois humide
q|Canada|CA|Québec|Saint-Mathieu-du-Parc|La Mauricie, lac Wapizagonke|46.745|-72.972|230|forêt mixte
q|Canada|CA|Ontario|Ottawa|Mer Bleue Bog|45.395|-75.500|69|sphagnum bog
q|Canada|CA|Ontario|Whitney|Algonquin Park, Lake of Two Rivers|45.577|-78.517|393|mixed forest
q|Canada|CA|Ontario|Leamington|Point Pelee|41.962|-82.518|175|sandy shore
q|United States|US|Vermont|Stowe|Mount Mansfield|44.543|-72.814|1200|spruce-fir forest
q|United States|US|Massachusetts|Concord|Walden Pond|42.439|-71.338|50|pond shore
q|United States|US|New York|Wilmington|Whiteface Mountain|44.366|-73.903|1350|open rocks
g|Canada|CA|Québec|Percé|Percé, mont Sainte-Anne|48.525|-64.238|320|falaise calcaire
g|Canada|CA|Québec|Bonaventure|Rivière Bonaventure|48.063|-65.480|15|alluvions
g|Canada|CA|Québec|Rimouski|Le Bic, cap à l'Orignal|48.372|-68.806|40|cap rocheux
g|Canada|CA|Québec|L'Île-d'Anticosti|Anticosti, rivière Jupiter|49.478|-63.598|20|gravier calcaire
g|Canada|CA|Québec|Havre-Saint-Pierre|Archipel de Mingan, île Niapiskau|50.213|-63.753|10|lande littorale
g|Canada|CA|Québec|Les Îles-de-la-Madeleine|Havre-Aubert, dunes|47.243|-61.838|5|dune
g|Canada|CA|Québec|Tadoussac|Tadoussac, terrasses de sable|48.158|-69.690|60|sables
g|Canada|CA|New Brunswick|Saint-Louis-de-Kent|Kouchibouguac|46.836|-64.930|5|salt marsh
g|Canada|CA|Nova Scotia|Ingonish|Cape Breton, Ingonish|46.693|-60.367|10|sea cliff
g|Canada|CA|Prince Edward Island|North Rustico|Brackley Beach|46.430|-63.205|5|dune
g|Canada|CA|Newfoundland and Labrador|Raleigh|Burnt Cape|51.577|-55.733|30|limestone barren
b|Canada|CA|Québec|Roberval|Lac Saint-Jean, Roberval|48.520|-72.220|105|tourbière
b|Canada|CA|Québec|Waskaganish|Rivière Rupert|51.490|-78.750|10|muskeg
b|Canada|CA|Québec|Saint-Donat|Saint-Donat, mont Garceau|46.333|-74.217|600|bétulaie à sapin
b|Canada|CA|Québec|Schefferville|Schefferville, lac Knob|54.800|-66.820|510|pessière à lichens
b|Canada|CA|Ontario|Moosonee|Moosonee, Moose River|51.275|-80.646|10|river bank
b|Canada|CA|New Brunswick|Saint-Quentin|Mount Carleton|47.379|-66.876|750|fir forest
a|Canada|CA|Québec|Mont-Albert|Mont Albert, plateau de serpentine|48.917|-66.185|1050|toundra alpine
a|Canada|CA|Québec|Mont-Saint-Pierre|Mont Jacques-Cartier|48.989|-65.941|1230|toundra alpine
a|Canada|CA|Québec|Kuujjuaq|Kuujjuaq, rivière Koksoak|58.106|-68.399|30|toundra arbustive
a|United States|US|New Hampshire|Gorham|Mount Washington, Alpine Garden|44.265|-71.295|1600|alpine meadow
a|United States|US|Maine|Millinocket|Mount Katahdin, Tableland|45.900|-68.925|1420|alpine tundra
f|France|FR|Île-de-France|Fontainebleau|Forêt de Fontainebleau, Franchard|48.409|2.640|120|chaos de grès
f|France|FR|Occitanie|Montpellier|Montpellier, garrigue de la Colombière|43.645|3.870|90|garrigue
f|France|FR|Bretagne|Le Palais|Belle-Île-en-Mer, pointe des Poulains|47.388|-3.250|20|lande littorale
f|France|FR|Occitanie|Banyuls-sur-Mer|Banyuls, vallée de la Massane|42.490|3.030|600|hêtraie
f|Belgium|BE|Liège|Waimes|Hautes-Fagnes, Baraque Michel|50.519|6.066|670|lande tourbeuse
m|France|FR|Auvergne-Rhône-Alpes|Chamonix-Mont-Blanc|Chamonix, les Praz|45.940|6.890|1080|pessière
m|France|FR|Provence-Alpes-Côte d'Azur|Le Monêtier-les-Bains|Col du Lautaret|45.035|6.405|2058|pelouse alpine
m|France|FR|Auvergne-Rhône-Alpes|Le Mont-Dore|Puy de Sancy|45.528|2.814|1800|pelouse d'altitude
m|Switzerland|CH|Valais|Zermatt|Zermatt, Schwarzsee|45.992|7.711|2580|Alpenmatte
m|Switzerland|CH|Valais|Bourg-Saint-Pierre|Col du Grand-Saint-Bernard|45.869|7.171|2470|rochers
`;

/** Places in eastern North America and western Europe. */
export const PLACES: readonly DemoPlace[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [region, country, countryCode, stateProvince, municipality, locality, lat, lon, elevation, habitat] =
      line.split('|') as [string, string, string, string, string, string, string, string, string, string];
    const numbers = { latitude: Number(lat), longitude: Number(lon), elevation: Number(elevation) };
    return { region, country, countryCode, stateProvince, municipality, locality, ...numbers, habitat };
  });
