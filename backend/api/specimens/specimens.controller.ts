import { Controller, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { AccessionSpecimen, CorrectSpecimen, ReinstateSpecimenRecord } from '#domain/specimen/commands.js';
import type { Receipt } from '#ledger/handle.js';
import { correctSpecimen, reinstateSpecimen } from '#tasks/specimens/specimen-acts.js';
import { Acts } from '../http/acts.js';
import type { ApiRequest } from '../http/api-request.js';
import { Route } from '../openapi/route.js';
import { newSpecimen, onSpecimen } from './specimen-acts.js';

/** What touches a specimen's catalogue number: entering it, correcting it, bringing it back. */
@Controller('specimens')
export class SpecimensController {
  constructor(private readonly acts: Acts) {}

  @Route({
    method: 'POST',
    path: '',
    summary: 'Enter a specimen into a collection',
    description:
      'The catalogue number is reserved first: when another specimen of the collection has it, nothing is entered (409 CATALOG_NUMBER_TAKEN). `released` takes the right to release.',
    status: 201,
    idempotent: true,
    body: AccessionSpecimen,
    serverSays: ['identification.identificationId'],
    example: {
      collectionId: '0d9c6e0c-6c63-5a4e-9d1d-0a3b5f0c7a11',
      terms: {
        catalogNumber: 'QFA0001234',
        basisOfRecord: 'PreservedSpecimen',
        recordedBy: 'Marie-Victorin',
        eventDate: '1923-06',
        country: 'Canada',
        locality: 'Mont Saint-Hilaire',
      },
      identification: { terms: { scientificName: 'Carex pensylvanica Lam.' }, identifiedBy: ['Marie-Victorin'] },
    },
    answer: 'Receipt',
  })
  accession(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.acts.perform(request, response, newSpecimen(request));
  }

  @Route({
    method: 'POST',
    path: ':id/corrections',
    summary: 'Put wrong values right',
    description: 'Each change says the value that was seen; the reason is one of a closed list.',
    idempotent: true,
    seen: true,
    body: CorrectSpecimen,
    example: {
      changes: [{ term: 'locality', was: 'Mont Saint-Hilare', now: 'Mont Saint-Hilaire' }],
      reason: 'misread-label',
    },
    answer: 'Receipt',
  })
  correct(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    const act = onSpecimen(request, CorrectSpecimen, 'specimen.correct');
    return this.acts.perform(request, response, { ...act, carryOut: correctSpecimen });
  }

  @Route({
    method: 'POST',
    path: ':id/reinstatement',
    summary: 'Bring a struck-through record back',
    description: 'With its catalogue number; 409 CATALOG_NUMBER_TAKEN when another specimen has it meanwhile.',
    idempotent: true,
    body: ReinstateSpecimenRecord,
    example: { note: 'It was no duplicate after all.' },
    answer: 'Receipt',
  })
  reinstate(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    const act = onSpecimen(request, ReinstateSpecimenRecord, 'specimen.void');
    return this.acts.perform(request, response, { ...act, carryOut: reinstateSpecimen });
  }
}
