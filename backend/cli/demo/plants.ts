import { taxaFrom } from './taxa.js';

// Regions: q south of Quebec and New England, g coasts and gulf, b boreal, a arctic and high summits, f France and around, m Alps.

/** Vascular plants of eastern North America and western Europe; names and authors as in the usual floras. */
export const PLANTS = taxaFrom(`
Pinaceae
Abies balsamea | (L.) Mill. | qgb
Picea mariana | (Mill.) Britton, Sterns & Poggenb. | gba
Picea glauca | (Moench) Voss | gb
Pinus strobus | L. | q
Larix laricina | (Du Roi) K.Koch | qb
Tsuga canadensis | (L.) Carrière | q
Cupressaceae
Thuja occidentalis | L. | qb
Juniperus communis | L. | bafm
Betulaceae
Betula papyrifera | Marshall | qb
Betula alleghaniensis | Britton | q
Betula pumila | L. | b
Alnus incana subsp. rugosa | (Du Roi) R.T.Clausen | qb | Alnus rugosa (Du Roi) Spreng.
Corylus cornuta | Marshall | q
Fagaceae
Quercus rubra | L. | q
Quercus macrocarpa | Michx. | q
Fagus grandifolia | Ehrh. | q
Fagus sylvatica | L. | f
Quercus robur | L. | f
Quercus pubescens | Willd. | f
Sapindaceae
Acer saccharum | Marshall | q | Acer saccharophorum K.Koch
Acer rubrum | L. | q
Acer pensylvanicum | L. | q
Acer spicatum | Lam. | qb
Salicaceae
Salix discolor | Muhl. | qb
Salix bebbiana | Sarg. | qb
Salix herbacea | L. | am
Salix uva-ursi | Pursh | a
Populus tremuloides | Michx. | qb
Populus balsamifera | L. | qb
Ericaceae
Kalmia angustifolia | L. | qgb
Kalmia polifolia | Wangenh. | gb
Rhododendron groenlandicum | (Oeder) Kron & Judd | gba | Ledum groenlandicum Oeder
Chamaedaphne calyculata | (L.) Moench | qb | Cassandra calyculata (L.) D.Don
Vaccinium angustifolium | Aiton | qgb
Vaccinium oxycoccos | L. | qgb
Vaccinium uliginosum | L. | am
Gaultheria procumbens | L. | q
Andromeda polifolia | L. | ba
Empetrum nigrum | L. | ga
Rhododendron ferrugineum | L. | m
Calluna vulgaris | (L.) Hull | fm
Melanthiaceae
Trillium erectum | L. | q
Trillium grandiflorum | (Michx.) Salisb. | q
Trillium undulatum | Willd. | q
Liliaceae
Erythronium americanum | Ker Gawl. | q
Clintonia borealis | (Aiton) Raf. | qb
Lilium canadense | L. | q
Orchidaceae
Cypripedium acaule | Aiton | qb
Cypripedium reginae | Walter | q
Calopogon tuberosus | (L.) Britton, Sterns & Poggenb. | q | Calopogon pulchellus (Salisb.) R.Br.
Platanthera psycodes | (L.) Lindl. | qg | Habenaria psycodes (L.) Spreng.
Spiranthes romanzoffiana | Cham. | gb
Arethusa bulbosa | L. | g
Orchis mascula | (L.) L. | f
Ophrys apifera | Huds. | f
Asteraceae
Solidago canadensis | L. | qg
Solidago rugosa | Mill. | q
Symphyotrichum novae-angliae | (L.) G.L.Nesom | q | Aster novae-angliae L.
Symphyotrichum laurentianum | (Fernald) G.L.Nesom | g | Aster laurentianus Fernald
Eurybia macrophylla | (L.) Cass. | q | Aster macrophyllus L.
Eutrochium maculatum | (L.) E.E.Lamont | qg | Eupatorium maculatum L.
Achillea millefolium | L. | qgbf
Antennaria howellii | Greene | q
Leontopodium nivale | (Ten.) A.Huet ex Hand.-Mazz. | m
Cyperaceae
Carex aquatilis | Wahlenb. | ba
Carex stricta | Lam. | q
Carex intumescens | Rudge | q
Carex crinita | Lam. | q
Carex lasiocarpa | Ehrh. | b
Carex bigelowii | Torr. ex Schwein. | a
Eriophorum vaginatum | L. | bam
Eriophorum virginicum | L. | qg
Scirpus atrovirens | Willd. | q
Trichophorum cespitosum | (L.) Hartm. | gbam | Scirpus cespitosus L.
Poaceae
Calamagrostis canadensis | (Michx.) P.Beauv. | qb
Deschampsia cespitosa | (L.) P.Beauv. | gbam
Elymus repens | (L.) Gould | qf | Agropyron repens (L.) P.Beauv.
Danthonia spicata | (L.) P.Beauv. ex Roem. & Schult. | q
Rosaceae
Rosa acicularis | Lindl. | b
Rubus idaeus | L. | qbf
Rubus chamaemorus | L. | gba
Amelanchier laevis | Wiegand | q
Prunus pensylvanica | L.f. | qb
Sorbus americana | Marshall | qb | Pyrus americana (Marshall) DC.
Dasiphora fruticosa | (L.) Rydb. | ga | Potentilla fruticosa L.
Fragaria virginiana | Mill. | qb
Dryas drummondii | Richardson ex Hook. | g
Ranunculaceae
Caltha palustris | L. | qf
Anemonastrum canadense | (L.) Mosyakin | qg | Anemone canadensis L.
Coptis trifolia | (L.) Salisb. | qb
Thalictrum pubescens | Pursh | q
Aquilegia canadensis | L. | q
Actaea rubra | (Aiton) Willd. | qb
Anemonoides nemorosa | (L.) Holub | f | Anemone nemorosa L.
Sarraceniaceae
Sarracenia purpurea | L. | qgb
Droseraceae
Drosera rotundifolia | L. | qgbf
Drosera linearis | Goldie | g
Saxifragaceae
Saxifraga oppositifolia | L. | am
Saxifraga paniculata | Mill. | agm | Saxifraga aizoon Jacq.
Mitella nuda | L. | b
Equisetaceae
Equisetum arvense | L. | qbf
Equisetum fluviatile | L. | qb
Onocleaceae
Matteuccia struthiopteris | (L.) Tod. | q | Struthiopteris germanica Willd.
Onoclea sensibilis | L. | q
Dryopteridaceae
Polystichum braunii | (Spenn.) Fée | qg
Dryopteris intermedia | (Muhl. ex Willd.) A.Gray | q
Osmundaceae
Osmunda regalis | L. | qf
Primulaceae
Primula laurentiana | Fernald | g | Primula farinosa L.
Lysimachia borealis | (Raf.) U.Manns & Anderb. | qb | Trientalis borealis Raf.
Lentibulariaceae
Pinguicula vulgaris | L. | gam
Utricularia cornuta | Michx. | q
Gentianaceae
Halenia deflexa | (Sm.) Griseb. | gb
Gentiana lutea | L. | m
Gentiana acaulis | L. | m
Apiaceae
Cicuta maculata var. victorinii | (Fernald) B.Boivin | q | Cicuta victorinii Fernald
Heracleum maximum | W.Bartram | qg | Heracleum lanatum Michx.
Eryngium maritimum | L. | f
Iridaceae
Iris versicolor | L. | qg
Sisyrinchium montanum | Greene | qb
Araceae
Arisaema triphyllum | (L.) Schott | q
Calla palustris | L. | qb
Violaceae
Viola pubescens | Aiton | q
Viola cucullata | Aiton | q
Viola calcarata | L. | m
Onagraceae
Chamaenerion angustifolium | (L.) Scop. | qbam | Epilobium angustifolium L.
Circaea alpina | L. | qb
Caprifoliaceae
Linnaea borealis | L. | qbm
Lonicera canadensis | W.Bartram ex Marshall | q
Cornaceae
Cornus canadensis | L. | qb
Cornus sericea | L. | qb | Cornus stolonifera Michx.
Fabaceae
Lathyrus japonicus | Willd. | g | Lathyrus maritimus (L.) Bigelow
Vicia cracca | L. | qf
Ulex europaeus | L. | f
Montiaceae
Claytonia caroliniana | Michx. | q
Papaveraceae
Sanguinaria canadensis | L. | q
Dicentra cucullaria | (L.) Bernh. | q
Lamiaceae
Lavandula angustifolia | Mill. | f
Thymus vulgaris | L. | f
Salvia rosmarinus | Spenn. | f | Rosmarinus officinalis L.
Cistaceae
Cistus albidus | L. | f
Caryophyllaceae
Silene acaulis | (L.) Jacq. | am
Amaryllidaceae
Narcissus pseudonarcissus | L. | f
`);
