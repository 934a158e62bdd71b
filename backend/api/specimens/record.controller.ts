import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import {
  AttachMedia,
  CorrectMedia,
  DetachMedia,
  MeasureSpecimen,
  WithdrawMeasurement,
} from '#domain/specimen/attachment-commands.js';
import {
  AcceptGeoreference,
  ConfirmFinding,
  GeoreferenceSpecimen,
  ReleaseSpecimen,
  VoidSpecimenRecord,
  WithholdSpecimen,
} from '#domain/specimen/commands.js';
import type { Permission } from '#domain/terms/permissions.js';
import type { Receipt } from '#ledger/handle.js';
import { attachingFrom } from '#tasks/specimens/attach-media.js';
import type { House } from '#wiring/house.js';
import { Acts } from '../http/acts.js';
import { idOf, type ApiRequest } from '../http/api-request.js';
import { Route } from '../openapi/route.js';
import { HOUSE } from '../tokens.js';
import { onSpecimen, withId, withNewId, withNewIdsIn } from './specimen-acts.js';

/** What is said about a specimen besides its determinations: places, measurements, media, and whether the record stands. */
@Controller('specimens/:id')
export class RecordController {
  constructor(
    private readonly acts: Acts,
    @Inject(HOUSE) private readonly house: House,
  ) {}

  @Route({
    method: 'POST',
    path: 'georeferences',
    summary: 'Add an opinion about where it was collected',
    description: 'The first is accepted by itself; a later one with `accept`.',
    status: 201,
    idempotent: true,
    body: GeoreferenceSpecimen,
    serverSays: ['georeferenceId'],
    example: {
      terms: {
        decimalLatitude: '45.5048',
        decimalLongitude: '-73.5878',
        geodeticDatum: 'WGS84',
        coordinateUncertaintyInMeters: '300',
        georeferencedBy: 'M. Raymond',
      },
    },
    answer: 'Receipt',
  })
  georeference(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.acts.perform(
      request,
      response,
      onSpecimen(request, GeoreferenceSpecimen, 'specimen.georeference', withNewId('georeferenceId')),
    );
  }

  @Route({
    method: 'POST',
    path: 'georeferences/:georeferenceId/acceptance',
    summary: 'Make a georeference the accepted one',
    idempotent: true,
    body: AcceptGeoreference,
    example: { note: 'Agrees with the field book.' },
    answer: 'Receipt',
  })
  acceptGeoreference(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    const id = idOf(request, 'georeferenceId', 'georeference');
    return this.acts.perform(
      request,
      response,
      onSpecimen(request, AcceptGeoreference, 'specimen.accept', withId('georeferenceId', id)),
    );
  }

  @Route({
    method: 'POST',
    path: 'measurements',
    summary: 'Record measurements and other facts',
    status: 201,
    idempotent: true,
    body: MeasureSpecimen,
    serverSays: ['measurements[].measurementId'],
    example: {
      measurements: [{ terms: { measurementType: 'leaf length', measurementValue: '42', measurementUnit: 'mm' } }],
    },
    answer: 'Receipt',
  })
  measure(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.acts.perform(
      request,
      response,
      onSpecimen(request, MeasureSpecimen, 'specimen.measure', withNewIdsIn('measurements', 'measurementId')),
    );
  }

  @Route({
    method: 'POST',
    path: 'measurements/:measurementId/withdrawal',
    summary: 'Take a measurement back',
    idempotent: true,
    body: WithdrawMeasurement,
    example: { reason: 'typing-error', note: 'Centimetres, not millimetres.' },
    answer: 'Receipt',
  })
  withdrawMeasurement(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    const id = idOf(request, 'measurementId', 'measurement');
    return this.acts.perform(
      request,
      response,
      onSpecimen(request, WithdrawMeasurement, 'specimen.measure', withId('measurementId', id)),
    );
  }

  @Route({
    method: 'POST',
    path: 'media',
    summary: 'Attach pictures, sound or film',
    description:
      'Content held here is uploaded to `/api/v1/files` first and named by its `sha256`; content elsewhere by `accessURI` or `identifier`.',
    status: 201,
    idempotent: true,
    body: AttachMedia,
    serverSays: ['media[].mediaId'],
    example: {
      media: [
        { terms: { accessURI: 'https://images.example.org/QFA0001234.jpg', type: 'StillImage', format: 'image/jpeg' } },
      ],
    },
    answer: 'Receipt',
  })
  attach(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    const act = onSpecimen(request, AttachMedia, 'specimen.attach-media', withNewIdsIn('media', 'mediaId'));
    return this.acts.perform(request, response, { ...act, carryOut: attachingFrom(this.house.files) });
  }

  @Route({
    method: 'POST',
    path: 'media/:mediaId/corrections',
    summary: 'Put right what is said of a medium',
    idempotent: true,
    seen: true,
    body: CorrectMedia,
    example: { changes: [{ term: 'creator', was: 'A. Roi', now: 'A. Roy' }], reason: 'typing-error' },
    answer: 'Receipt',
  })
  correctMedia(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    const id = idOf(request, 'mediaId', 'medium');
    return this.acts.perform(
      request,
      response,
      onSpecimen(request, CorrectMedia, 'specimen.attach-media', withId('mediaId', id)),
    );
  }

  @Route({
    method: 'POST',
    path: 'media/:mediaId/detachment',
    summary: 'Detach a medium; the file stays',
    idempotent: true,
    body: DetachMedia,
    example: { note: 'Shows another sheet.' },
    answer: 'Receipt',
  })
  detach(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    const id = idOf(request, 'mediaId', 'medium');
    return this.acts.perform(
      request,
      response,
      onSpecimen(request, DetachMedia, 'specimen.attach-media', withId('mediaId', id)),
    );
  }

  @Route({
    method: 'POST',
    path: 'findings',
    summary: 'Confirm that what looks doubtful stands on the label just so',
    description: '`values` are those that were compared with the label: the doubt comes back when one of them changes.',
    idempotent: true,
    body: ConfirmFinding,
    example: { issue: 'COUNTRY_INVALID', values: { country: 'Acadie' }, note: 'In the collector’s own hand.' },
    answer: 'Receipt',
  })
  confirm(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.acts.perform(request, response, onSpecimen(request, ConfirmFinding, 'specimen.correct'));
  }

  @Route({
    method: 'POST',
    path: 'release',
    summary: 'Show the record to the public',
    idempotent: true,
    body: ReleaseSpecimen,
    example: {},
    answer: 'Receipt',
  })
  release(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.acts.perform(request, response, onSpecimen(request, ReleaseSpecimen, RELEASE));
  }

  @Route({
    method: 'POST',
    path: 'withholding',
    summary: 'Hide the record from the public',
    idempotent: true,
    body: WithholdSpecimen,
    example: { reason: 'sensitive-locality', note: 'Nesting site.' },
    answer: 'Receipt',
  })
  withhold(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.acts.perform(request, response, onSpecimen(request, WithholdSpecimen, RELEASE));
  }

  @Route({
    method: 'POST',
    path: 'void',
    summary: 'Strike the record through',
    description: 'It was entered by mistake. It stays readable, and its catalogue number becomes free.',
    idempotent: true,
    body: VoidSpecimenRecord,
    example: { reason: 'duplicate-record', note: 'The same sheet as QFA0001234.' },
    answer: 'Receipt',
  })
  strikeThrough(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.acts.perform(request, response, onSpecimen(request, VoidSpecimenRecord, 'specimen.void'));
  }
}

const RELEASE: Permission = 'specimen.release';
