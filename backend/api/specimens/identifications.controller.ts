import { Controller, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import {
  AcceptIdentification,
  IdentifySpecimen,
  UpdateIdentificationNomenclature,
  VerifyIdentification,
  WithdrawIdentification,
} from '#domain/specimen/commands.js';
import type { Permission } from '#domain/terms/permissions.js';
import type { Receipt } from '#ledger/handle.js';
import { Acts } from '../http/acts.js';
import { idOf, type ApiRequest } from '../http/api-request.js';
import { Route } from '../openapi/route.js';
import { onSpecimen, withId, withNewId, type Completion } from './specimen-acts.js';

const OPINION = 'identificationId';

/** Determinations of a specimen. */
@Controller('specimens/:id/identifications')
export class IdentificationsController {
  constructor(private readonly acts: Acts) {}

  @Route({
    method: 'POST',
    path: '',
    summary: 'Add a determination',
    description:
      'An opinion beside the earlier ones. The first is accepted by itself; a later one with `accept`, which takes the right to accept.',
    status: 201,
    idempotent: true,
    body: IdentifySpecimen,
    serverSays: [OPINION],
    example: {
      terms: { scientificName: 'Carex pensylvanica Lam.', family: 'Cyperaceae', dateIdentified: '1987-05' },
      identifiedBy: ['A. A. Reznicek'],
      basedOn: 'specimen',
      accept: true,
      note: 'Perigynia pubescent throughout.',
    },
    answer: 'IdentificationReceipt',
  })
  async identify(
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Receipt & { identificationId: string }> {
    let identificationId = '';
    const remember: Completion = (body, newId) => (
      (identificationId = newId(OPINION)),
      withNewId(OPINION)(body, newId)
    );
    const receipt = await this.acts.perform(
      request,
      response,
      onSpecimen(request, IdentifySpecimen, rightToIdentify, remember),
    );
    return { ...receipt, identificationId };
  }

  @Route({
    method: 'POST',
    path: ':identificationId/acceptance',
    summary: 'Make a determination the accepted one',
    idempotent: true,
    body: AcceptIdentification,
    example: { note: 'Compared with the type.' },
    answer: 'Receipt',
  })
  accept(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.acts.perform(
      request,
      response,
      onSpecimen(request, AcceptIdentification, 'specimen.accept', opinion(request)),
    );
  }

  @Route({
    method: 'POST',
    path: ':identificationId/verification',
    summary: 'Confirm a determination',
    idempotent: true,
    body: VerifyIdentification,
    example: { verifiedBy: ['L. Brouillet'] },
    answer: 'Receipt',
  })
  verify(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.acts.perform(
      request,
      response,
      onSpecimen(request, VerifyIdentification, 'specimen.accept', opinion(request)),
    );
  }

  @Route({
    method: 'POST',
    path: ':identificationId/withdrawal',
    summary: 'Take a determination back',
    description:
      'It stays readable. When it was the accepted one and several remain, `successor` names the one that is accepted now.',
    idempotent: true,
    body: WithdrawIdentification,
    example: { reason: 'wrong-specimen', note: 'Belongs to the neighbouring sheet.' },
    answer: 'Receipt',
  })
  withdraw(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.acts.perform(
      request,
      response,
      onSpecimen(request, WithdrawIdentification, 'specimen.withdraw', opinion(request)),
    );
  }

  @Route({
    method: 'POST',
    path: ':identificationId/nomenclatural-update',
    summary: 'Follow a change of name where the opinion stays',
    idempotent: true,
    seen: true,
    body: UpdateIdentificationNomenclature,
    example: { changes: [{ term: 'genus', was: 'Aster', now: 'Symphyotrichum' }], reason: 'nomenclature' },
    answer: 'Receipt',
  })
  updateName(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.acts.perform(
      request,
      response,
      onSpecimen(request, UpdateIdentificationNomenclature, 'specimen.identify', opinion(request)),
    );
  }
}

function opinion(request: ApiRequest): Completion {
  return withId(OPINION, idOf(request, OPINION, 'identification'));
}

function rightToIdentify({ accept }: IdentifySpecimen): Permission {
  return accept === true ? 'specimen.accept' : 'specimen.identify';
}
