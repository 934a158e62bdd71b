import { taxaFrom } from './taxa.js';

/** Insects of eastern Canada; after each family its order. */
export const INSECTS = taxaFrom(
  `
Nymphalidae Lepidoptera
Danaus plexippus | (Linnaeus, 1758) | qg
Vanessa atalanta | (Linnaeus, 1758) | qgb
Nymphalis antiopa | (Linnaeus, 1758) | qb
Limenitis arthemis | (Drury, 1773) | qb | Basilarchia arthemis (Drury, 1773)
Speyeria atlantis | (Edwards, 1862) | qb
Papilionidae Lepidoptera
Papilio canadensis | Rothschild & Jordan, 1906 | qb | Papilio glaucus Linnaeus, 1758
Papilio polyxenes | Fabricius, 1775 | q
Pieridae Lepidoptera
Colias philodice | Godart, 1819 | qg
Pieris rapae | (Linnaeus, 1758) | qg
Saturniidae Lepidoptera
Actias luna | (Linnaeus, 1758) | q
Hyalophora cecropia | (Linnaeus, 1758) | q | Samia cecropia (Linnaeus, 1758)
Carabidae Coleoptera
Carabus serratus | Say, 1823 | qb
Calosoma scrutator | (Fabricius, 1775) | q
Cicindela sexguttata | Fabricius, 1775 | q
Cicindela repanda | Dejean, 1825 | qg
Pterostichus melanarius | (Illiger, 1798) | qg
Coccinellidae Coleoptera
Coccinella novemnotata | Herbst, 1793 | q
Coccinella septempunctata | Linnaeus, 1758 | qg
Harmonia axyridis | (Pallas, 1773) | q
Cerambycidae Coleoptera
Monochamus scutellatus | (Say, 1824) | qb
Tetraopes tetrophthalmus | (Forster, 1771) | q
Silphidae Coleoptera
Nicrophorus tomentosus | Weber, 1801 | qg
Apidae Hymenoptera
Bombus impatiens | Cresson, 1863 | q
Bombus terricola | Kirby, 1837 | qb
Bombus affinis | Cresson, 1863 | q
Formicidae Hymenoptera
Formica exsectoides | Forel, 1886 | q
Camponotus pennsylvanicus | (De Geer, 1773) | q
Aeshnidae Odonata
Aeshna canadensis | Walker, 1908 | qb
Anax junius | (Drury, 1773) | q
Libellulidae Odonata
Libellula pulchella | Drury, 1773 | q
Sympetrum obtrusum | (Hagen, 1867) | qb
Calopterygidae Odonata
Calopteryx maculata | (Palisot de Beauvois, 1807) | q
Gryllidae Orthoptera
Gryllus pennsylvanicus | Burmeister, 1838 | q
Acrididae Orthoptera
Dissosteira carolina | (Linnaeus, 1758) | q
Syrphidae Diptera
Eristalis tenax | (Linnaeus, 1758) | qg
`,
  { class: 'Insecta' },
);

const AMPHIBIANS = taxaFrom(
  `
Plethodontidae Caudata
Plethodon cinereus | (Green, 1818) | qg
Eurycea bislineata | (Green, 1818) | q
Salamandridae Caudata
Notophthalmus viridescens | (Rafinesque, 1820) | q | Triturus viridescens (Rafinesque, 1820)
Ambystomatidae Caudata
Ambystoma maculatum | (Shaw, 1802) | qg
Ranidae Anura
Lithobates sylvaticus | (LeConte, 1825) | qb | Rana sylvatica LeConte, 1825
Lithobates clamitans | (Latreille, 1801) | q | Rana clamitans Latreille, 1801
Lithobates catesbeianus | (Shaw, 1802) | q | Rana catesbeiana Shaw, 1802
Bufonidae Anura
Anaxyrus americanus | (Holbrook, 1836) | qgb | Bufo americanus Holbrook, 1836
Hylidae Anura
Pseudacris crucifer | (Wied-Neuwied, 1838) | qb | Hyla crucifer Wied-Neuwied, 1838
`,
  { class: 'Amphibia' },
);

const REPTILES = taxaFrom(
  `
Chelydridae Testudines
Chelydra serpentina | (Linnaeus, 1758) | q
Emydidae Testudines
Chrysemys picta | (Schneider, 1783) | q
Colubridae Squamata
Thamnophis sirtalis | (Linnaeus, 1758) | qg
Storeria occipitomaculata | (Storer, 1839) | q
`,
  { class: 'Reptilia' },
);

const MAMMALS = taxaFrom(
  `
Soricidae Soricomorpha
Sorex cinereus | Kerr, 1792 | qgb
Blarina brevicauda | (Say, 1823) | q
Cricetidae Rodentia
Peromyscus maniculatus | (Wagner, 1845) | qb
Myodes gapperi | (Vigors, 1830) | qb | Clethrionomys gapperi (Vigors, 1830)
Microtus pennsylvanicus | (Ord, 1815) | qgb
Sciuridae Rodentia
Tamias striatus | (Linnaeus, 1758) | q
`,
  { class: 'Mammalia' },
);

const BIRDS = taxaFrom(
  `
Paridae Passeriformes
Poecile atricapillus | (Linnaeus, 1766) | qb | Parus atricapillus Linnaeus, 1766
Corvidae Passeriformes
Cyanocitta cristata | (Linnaeus, 1758) | q
Parulidae Passeriformes
Setophaga ruticilla | (Linnaeus, 1758) | q
Picidae Piciformes
Dryobates villosus | (Linnaeus, 1766) | qb | Picoides villosus (Linnaeus, 1766)
`,
  { class: 'Aves' },
);

/** Vertebrates of eastern Canada. */
export const VERTEBRATES = [...AMPHIBIANS, ...REPTILES, ...MAMMALS, ...BIRDS];
