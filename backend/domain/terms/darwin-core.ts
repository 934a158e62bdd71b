/**
 * Darwin Core as it stands with the release of 2026-05-26: every property term by the class that organises it.
 * A term without a prefix is in `http://rs.tdwg.org/dwc/terms/`. Source: TDWG's quick reference list.
 */
const TERMS_BY_CLASS = {
  Record:
    'dc:type dcterms:modified dc:language dcterms:license dcterms:rightsHolder dcterms:accessRights dcterms:bibliographicCitation dcterms:references feedbackURL institutionID collectionID datasetID institutionCode collectionCode ownerInstitutionCode datasetName basisOfRecord informationWithheld dataGeneralizations dynamicProperties agentRoleOrder',
  Agent: 'agentID agentType agentRemarks',
  Assertion:
    'assertionID assertionType verbatimAssertionType assertionValue assertionUnit assertionError assertionBy assertionMadeDate assertionEffectiveDate assertionProtocols assertionReferences assertionRemarks',
  BibliographicResource: 'referenceID referenceType referenceRemarks',
  Event:
    'eventID parentEventID eventCategory eventType fieldNumber eventDate eventTime startDayOfYear endDayOfYear year month day verbatimEventDate habitat sampledSubstrateCategory sampledSubstrateLayer samplingProtocol sampleSizeValue sampleSizeUnit samplingEffort fieldNotes eventRemarks',
  Location:
    'locationID siteNumber higherGeographyID higherGeography continent waterBody islandGroup island country countryCode stateProvince county municipality locality verbatimLocality minimumElevationInMeters maximumElevationInMeters verbatimElevation verticalDatum minimumDepthInMeters maximumDepthInMeters verbatimDepth minimumDistanceAboveSurfaceInMeters maximumDistanceAboveSurfaceInMeters locationAccordingTo locationRemarks preferredSpatialRepresentation decimalLatitude decimalLongitude geodeticDatum coordinateUncertaintyInMeters coordinatePrecision pointRadiusSpatialFit verbatimCoordinates verbatimLatitude verbatimLongitude verbatimCoordinateSystem verbatimSRS footprintWKT footprintSRS footprintSpatialFit georeferencedBy georeferencedDate georeferenceProtocol georeferenceSources georeferenceRemarks',
  GeologicalContext:
    'geologicalContextID earliestEonOrLowestEonothem latestEonOrHighestEonothem earliestEraOrLowestErathem latestEraOrHighestErathem earliestPeriodOrLowestSystem latestPeriodOrHighestSystem earliestEpochOrLowestSeries latestEpochOrHighestSeries earliestAgeOrLowestStage latestAgeOrHighestStage lowestBiostratigraphicZone highestBiostratigraphicZone lithostratigraphicTerms group formation member bed',
  Identification:
    'identificationID identificationType verbatimIdentification isAcceptedIdentification taxonFormula identificationQualifier typeStatus identifiedBy identifiedByID dateIdentified identificationReferences identificationVerificationStatus identificationRemarks',
  MaterialEntity:
    'materialEntityID digitalSpecimenID materialEntityCategory materialEntityType discipline typeOfType typifiedName catalogNumber otherCatalogNumbers objectQuantity objectQuantityType preparations disposition verbatimLabel associatedSequences materialEntityRemarks',
  Occurrence:
    'recordNumber occurrenceID recordedBy recordedByID individualCount organismQuantity organismQuantityType sex lifeStage reproductiveCondition caste behavior vitality establishmentMeans degreeOfEstablishment pathway georeferenceVerificationStatus occurrenceStatus associatedMedia associatedOccurrences associatedReferences associatedTaxa occurrenceRemarks',
  MaterialSample: 'materialSampleID',
  Organism:
    'organismID organismScope organismName causeOfDeath associatedOrganisms previousIdentifications organismRemarks',
  OrganismInteraction: 'organismInteractionID organismInteractionDescription organismInteractionType',
  MeasurementOrFact:
    'measurementID parentMeasurementID measurementType verbatimMeasurementType measurementValue measurementAccuracy measurementUnit measurementDeterminedBy measurementDeterminedDate measurementMethod measurementRemarks',
  MolecularProtocol: 'molecularProtocolID assayType',
  NucleotideAnalysis: 'readCount processedTotalReadCount',
  NucleotideSequence: 'sequence nucleotideSequenceRemarks',
  Protocol: 'protocolID protocolType protocolDescription protocolReferences protocolRemarks',
  Provenance: 'projectTitle projectID ac:fundingAttribution fundingAttributionID',
  ResourceRelationship:
    'resourceRelationshipID resourceID relationshipOfResourceID relatedResourceID relationshipOfResource relationshipAccordingTo relationshipEstablishedDate relationshipRemarks',
  Taxon:
    'taxonID scientificNameID acceptedNameUsageID parentNameUsageID originalNameUsageID nameAccordingToID namePublishedInID taxonConceptID scientificName acceptedNameUsage parentNameUsage originalNameUsage nameAccordingTo namePublishedIn namePublishedInYear higherClassification kingdom phylum class order superfamily family subfamily tribe subtribe genus genericName subgenus infragenericEpithet specificEpithet infraspecificEpithet cultivarEpithet taxonRank verbatimTaxonRank scientificNameAuthorship vernacularName nomenclaturalCode taxonomicStatus nomenclaturalStatus taxonRemarks',
} as const;

/** The Darwin Core class that a term is organised in; `Record` for terms of the record as a whole. */
export type DarwinCoreClass = keyof typeof TERMS_BY_CLASS;

/** Namespaces by the prefix that files and headers use for them. */
export const NAMESPACES = {
  dwc: 'http://rs.tdwg.org/dwc/terms/',
  dc: 'http://purl.org/dc/elements/1.1/',
  dcterms: 'http://purl.org/dc/terms/',
  ac: 'http://rs.tdwg.org/ac/terms/',
  xmpRights: 'http://ns.adobe.com/xap/1.0/rights/',
  Iptc4xmpExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  exif: 'http://ns.adobe.com/exif/1.0/',
} as const;

/** One Darwin Core term. */
export interface DarwinCoreTerm {
  /** Simple name, exact spelling: `catalogNumber`. */
  readonly name: string;
  readonly uri: string;
  readonly organizedIn: DarwinCoreClass;
}

const DETERMINATION_CLASSES: ReadonlySet<DarwinCoreClass> = new Set(['Identification', 'Taxon']);
// A type designation is made by naming: it stands with the opinion, although Darwin Core lists it under MaterialEntity.
const DETERMINATION_TERMS_OF_OTHER_CLASSES: ReadonlySet<string> = new Set(['typifiedName', 'typeOfType']);

/** Every Darwin Core term, by its simple name. */
export const DARWIN_CORE: ReadonlyMap<string, DarwinCoreTerm> = new Map(
  Object.entries(TERMS_BY_CLASS).flatMap(([organizedIn, list]) =>
    list.split(' ').map((entry) => {
      const [prefix, name] = entry.includes(':')
        ? (entry.split(':') as [keyof typeof NAMESPACES, string])
        : ['dwc' as const, entry];
      return [name, { name, uri: NAMESPACES[prefix] + name, organizedIn: organizedIn as DarwinCoreClass }];
    }),
  ),
);

/** Where the value of a term lives: with the specimen, with a determination, or (terms of the record itself) with either. */
export type TermPlace = 'specimen' | 'determination' | 'either';

/** The place of a Darwin Core term by its simple name, of a term of another vocabulary by its URI (either), else undefined. */
export function placeOfTerm(name: string): TermPlace | undefined {
  const term = DARWIN_CORE.get(name);
  if (!term) return isTermUri(name) ? 'either' : undefined;
  if (isDeterminationTerm(name)) return 'determination';
  return term.organizedIn === 'Record' ? 'either' : 'specimen';
}

/** Whether a term (by its simple name) belongs to a determination: all of Identification and Taxon, and what a type is the type of. */
export function isDeterminationTerm(name: string): boolean {
  const term = DARWIN_CORE.get(name);
  return (
    term !== undefined &&
    (DETERMINATION_CLASSES.has(term.organizedIn) || DETERMINATION_TERMS_OF_OTHER_CLASSES.has(name))
  );
}

/** Whether a term (by its simple name) is part of a taxon's name, which nomenclature may change while the opinion stays. */
export function isNomenclaturalTerm(name: string): boolean {
  return DARWIN_CORE.get(name)?.organizedIn === 'Taxon' || name === 'typifiedName' || name === 'typeStatus';
}

/** Whether this is the absolute URI of a term of some vocabulary: how terms outside Darwin Core are written. */
export function isTermUri(text: string): boolean {
  return /^(https?:\/\/|urn:)[^\s]{3,500}$/.test(text);
}
